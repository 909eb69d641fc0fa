"""The made-up example register of five municipalities and their federation, as data to write."""
