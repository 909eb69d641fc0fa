"""What the engine does beyond SPARQL 1.1, each with a query that shows it."""

from dataclasses import dataclass

_SPARQL12 = "https://www.w3.org/TR/sparql12-query/"
_SEPS = "https://github.com/w3c/sparql-dev/tree/main/SEP/"


@dataclass(frozen=True)
class Extension:
    """
    An extension of the language.

    Args:
        name: short, for an IRI.
        label: in English.
        specified: where.
        example: an ASK whose answer is true.
    """

    name: str
    label: str
    specified: str
    example: str


EXTENSIONS = (
    Extension(
        "triple-terms",
        "Triple terms of RDF 1.2, and TRIPLE, isTRIPLE, SUBJECT, PREDICATE and OBJECT",
        _SPARQL12,
        "ASK { BIND(<<( smv:a smv:b 1 )>> AS ?t) FILTER(isTRIPLE(?t) && SUBJECT(?t) = smv:a "
        "&& PREDICATE(?t) = smv:b && OBJECT(?t) = 1 && ?t = TRIPLE(smv:a, smv:b, 1)) }",
    ),
    Extension(
        "reification",
        "Reifying triples and annotations of RDF 1.2: << s p o >>, ~ and {| |}",
        _SPARQL12,
        "ASK { FILTER NOT EXISTS { ?s ?p ?o ~ ?r {| smv:nowhere ?x |} . "
        "<< ?s ?p ?o >> smv:nowhere ?y } }",
    ),
    Extension(
        "base-direction",
        "Base direction of RDF 1.2, and LANGDIR, hasLANG, hasLANGDIR and STRLANGDIR",
        _SPARQL12,
        'ASK { BIND("a"@ar--rtl AS ?x) FILTER(LANGDIR(?x) = "rtl" && hasLANG(?x) && '
        'hasLANGDIR(?x) && ?x = STRLANGDIR("a", "ar", "rtl")) }',
    ),
    Extension(
        "version",
        "The VERSION declaration of SPARQL 1.2",
        _SPARQL12,
        'VERSION "1.2" ASK {}',
    ),
    Extension(
        "lateral",
        "LATERAL: a group that is evaluated for each row of what stands before it",
        _SEPS + "SEP-0006",
        "ASK { VALUES ?x { 1 2 } LATERAL { SELECT ?x (?x + 1 AS ?y) {} } FILTER(?y = 3) }",
    ),
    Extension(
        "adjust",
        "ADJUST: a date or time in another time zone",
        _SEPS + "SEP-0002",
        'ASK { FILTER(STR(ADJUST("2020-01-01T00:00:00Z"^^xsd:dateTime, '
        '"PT1H"^^xsd:dayTimeDuration)) = "2020-01-01T01:00:00+01:00") }',
    ),
    Extension(
        "date-differences",
        "Differences of dates and times, as xsd:dayTimeDuration",
        _SEPS + "SEP-0002",
        'ASK { FILTER("2020-01-03"^^xsd:date - "2020-01-01"^^xsd:date = '
        '"P2D"^^xsd:dayTimeDuration) }',
    ),
)

GEOSPARQL = "http://www.opengis.net/def/function/geosparql/"
_GEO = "http://www.opengis.net/ont/geosparql#"
_UNITS = "http://www.opengis.net/def/uom/OGC/1.0/"


def _wkt(text: str) -> str:
    return f'"{text}"^^<{_GEO}wktLiteral>'


_POINT, _OTHER = _wkt("POINT(12.4 58.9)"), _wkt("POINT(12.5 58.9)")
_LINE = _wkt("LINESTRING(12 58, 13 59)")
_SQUARE = _wkt("POLYGON((12 58, 13 58, 13 59, 12 59, 12 58))")
_SHIFTED = _wkt("POLYGON((12.5 58.5, 13.5 58.5, 13.5 59.5, 12.5 59.5, 12.5 58.5))")
_METRE, _SQUARE_METRE = f"<{_UNITS}metre>", f"<{_UNITS}square_metre>"

_OF_ONE = (
    "asGeoJSON centroid convexHull coordinateDimension dimension envelope getSRID isEmpty isSimple "
    "spatialDimension"
)
_OF_TWO = (
    "sfEquals sfDisjoint sfIntersects sfTouches sfWithin sfContains sfOverlaps sfCrosses "
    "ehEquals ehDisjoint ehMeet ehOverlap ehCovers ehCoveredBy ehInside ehContains "
    "rcc8eq rcc8dc rcc8ec rcc8po rcc8tpp rcc8tppi rcc8ntpp rcc8ntppi "
    "intersection union difference symDifference"
)
#: GeoSPARQL functions that the engine has, with arguments for which each has a value.
FUNCTIONS = {
    **dict.fromkeys(_OF_ONE.split(), _SQUARE),
    **dict.fromkeys(_OF_TWO.split(), f"{_SQUARE}, {_SHIFTED}"),
    "relate": f'{_POINT}, {_SQUARE}, "T*F**F***"',
    "distance": f"{_POINT}, {_OTHER}, {_METRE}",
    "length": f"{_LINE}, {_METRE}",
    "perimeter": f"{_SQUARE}, {_METRE}",
    "area": f"{_SQUARE}, {_SQUARE_METRE}",
}
