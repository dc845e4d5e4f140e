"""How the browser's files reach it: npm packages, hashed names, style sheets."""
