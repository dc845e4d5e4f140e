/** The page of system admins: what it shows is asked for again and again while somebody looks. */
import { session } from "../api.js";
import "../system-page/blocked-files.js";
import "../system-page/job-list.js";
import "../system-page/system-health.js";
import "../system-page/system-scan.js";

session.ended = () => location.assign("/login?ended=1&next=/system");
