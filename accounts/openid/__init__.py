"""Signing in with the company's OpenID provider (docs/openid.md, decision 0033).

A sign-in goes: `flow.begin` sends the browser to the provider, `flow.finish` takes what it brings back:
`attempts` (is it an answer to our question?) → `provider` and `calling` (the code for a token) → `tokens` (is
the token the provider's, for us, for this question?) → `claims` → `people` (who that is here) → `admit`, where
every way in ends. `logout` is the way out, from either side.
"""
