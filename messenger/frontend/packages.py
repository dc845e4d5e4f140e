"""What the browser gets of each npm package, as vendor/<package>/<file>. The first is the package's bare name."""

_LIT_PARTS = ["directive.js", "directive-helpers.js", "async-directive.js"]
_LIT_DIRECTIVES = [
    f"directives/{name}.js" for name in ("class-map", "guard", "if-defined", "keyed", "live", "ref", "repeat", "when")
]
NPM_FILES: dict[str, list[str]] = {
    "lit": ["index.js", *_LIT_PARTS, *_LIT_DIRECTIVES],
    "lit-html": ["lit-html.js", "is-server.js", *_LIT_PARTS, *_LIT_DIRECTIVES],
    "lit-element": ["lit-element.js"],
    "@lit/reactive-element": ["reactive-element.js", "css-tag.js"],
    "@tanstack/virtual-core": [
        "dist/esm/index.js",
        *(f"dist/esm/{name}.js" for name in ("ios-gesture", "lazy-measurements", "scroll-classifier", "utils")),
    ],
    "idb": ["build/index.js"],
    "es-hangul": ["dist/index.mjs"],
    "emoji-picker-element-data": ["ko/cldr-native/data.json", "en/cldr-native/data.json"],
}
