"""The web application: everything a person or a clinic does, in a browser, from one command."""
