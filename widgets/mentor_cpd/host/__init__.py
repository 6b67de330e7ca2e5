"""The web server: the only room that imports Voilà and Jupyter's server."""
