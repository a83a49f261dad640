"""The graph over HTTP: SPARQL, plain REST routes and the checks that keep strangers from breaking either."""
