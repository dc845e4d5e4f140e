"""Pages for system admins: approvals, people, policies, leavers."""
