"""The pages people open without the messenger's modules, and the shell that carries them."""
