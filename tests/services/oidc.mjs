/**
 * A real OpenID provider with a few people: node oidc.mjs '{"port", "redirects": [...], "backs": [...], "backchannel"}'.
 *
 * Its sign-in page takes any password; who signs in is whom one types. `POST /people` changes what it says of them.
 */
import { Provider } from "oidc-provider";

const { port, redirects, backs, backchannel } = JSON.parse(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const people = {
  "minji.kim": {
    name: "김민지", email: "minji.kim@hanbit.example", email_verified: true, employee_no: "H1001",
    title: "대리", department: "/본사/개발팀", groups: ["messenger"],
  },
  "junho.park": {
    name: "박준호", email: "junho.park@hanbit.example", email_verified: true, employee_no: "H1002",
    title: "과장", groups: ["messenger", "messenger-admins"],
  },
};
const told = ["preferred_username", "name", "employee_no", "title", "department", "groups"];
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "maru", client_secret: "a secret/100%+colon:", redirect_uris: redirects, post_logout_redirect_uris: backs,
      grant_types: ["authorization_code"], response_types: ["code"], token_endpoint_auth_method: "client_secret_basic",
      backchannel_logout_uri: backchannel, backchannel_logout_session_required: true,
    },
  ],
  claims: { openid: ["sub"], profile: told, email: ["email", "email_verified"] },
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    backchannelLogout: { enabled: true },
  },
  cookies: { keys: ["a test's own key"] },
  ttl: { Interaction: 600, Session: 600, Grant: 600, IdToken: 600, AccessToken: 600 },
  fetch: (url, options) => {
    delete options.dispatcher; // loopback is where tests live
    return fetch(url, options);
  },
  async findAccount(_ctx, id) {
    const person = people[id];
    return person && { accountId: id, claims: async () => ({ sub: id, preferred_username: id, ...person }) };
  },
  async loadExistingGrant(ctx) {
    // Nobody is asked for consent: what the client asks for is granted.
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope(ctx.oidc.params.scope);
    await grant.save();
    return grant;
  },
});
provider.use(async (ctx, next) => {
  if (ctx.path !== "/people" || ctx.method !== "POST") return next();
  let body = "";
  for await (const piece of ctx.req) body += piece;
  const [id, said] = JSON.parse(body);
  people[id] = { ...people[id], ...said };
  ctx.body = "";
});
provider.listen(port, "127.0.0.1", () => console.log(`ready ${issuer}`));
