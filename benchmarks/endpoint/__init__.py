"""The endpoint beside other SPARQL servers, and under attack."""
