"""The one place from which Maru calls addresses that people choose (decision 0019).

`fetching.fetch(url, …)` is the door. Every hop goes the same way: parse once (`targets`), ask the rules
(`policy`), resolve once (`resolving`), connect to the very address that was checked (`pinned`), read no
more than allowed (`bodies`). Nothing here reads proxies, cookies or passwords from anywhere.
"""
