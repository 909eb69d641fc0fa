"""The terms of SHACL: those that the engines here act on, and those that they pass over."""


def _names(written: str) -> frozenset[str]:
    return frozenset(written.split())


#: Properties of SHACL Core and SHACL-SPARQL.
PROPERTIES = _names(
    """
    alternativePath and ask class closed conforms datatype deactivated declare defaultValue
    description detail disjoint entailment equals flags focusNode group hasValue
    ignoredProperties in inversePath labelTemplate languageIn lessThan lessThanOrEquals maxCount
    maxExclusive maxInclusive maxLength message minCount minExclusive minInclusive minLength name
    namespace node nodeKind nodeValidator not oneOrMorePath optional or order parameter path
    pattern prefix prefixes property propertyValidator qualifiedMaxCount qualifiedMinCount
    qualifiedValueShape qualifiedValueShapesDisjoint result resultAnnotation annotationProperty
    annotationValue annotationVarName resultMessage resultPath resultSeverity select severity
    shapesGraph shapesGraphWellFormed sourceConstraint sourceConstraintComponent sourceShape
    sparql suggestedShapesGraph targetClass targetNode targetObjectsOf targetSubjectsOf
    uniqueLang validator value xone zeroOrMorePath zeroOrOnePath
    """
)

#: Classes and individuals of SHACL Core and SHACL-SPARQL.
NAMES = _names(
    """
    AbstractResult AndConstraintComponent BlankNode BlankNodeOrIRI BlankNodeOrLiteral
    ClassConstraintComponent ClosedConstraintComponent ConstraintComponent
    DatatypeConstraintComponent DisjointConstraintComponent EqualsConstraintComponent
    HasValueConstraintComponent IRI IRIOrLiteral InConstraintComponent Info
    LanguageInConstraintComponent LessThanConstraintComponent LessThanOrEqualsConstraintComponent
    Literal MaxCountConstraintComponent MaxExclusiveConstraintComponent
    MaxInclusiveConstraintComponent MaxLengthConstraintComponent MinCountConstraintComponent
    MinExclusiveConstraintComponent MinInclusiveConstraintComponent MinLengthConstraintComponent
    NodeConstraintComponent NodeKind NodeKindConstraintComponent NodeShape NotConstraintComponent
    OrConstraintComponent Parameter Parameterizable PatternConstraintComponent PrefixDeclaration
    PropertyConstraintComponent PropertyGroup PropertyShape QualifiedMaxCountConstraintComponent
    QualifiedMinCountConstraintComponent ResultAnnotation SPARQLAskExecutable SPARQLAskValidator
    SPARQLConstraint SPARQLConstraintComponent SPARQLExecutable SPARQLSelectExecutable
    SPARQLSelectValidator Severity Shape UniqueLangConstraintComponent ValidationReport
    ValidationResult Validator Violation Warning XoneConstraintComponent
    """
)

#: Terms of SHACL's advanced features and of SHACL-JS, with which the engines here do nothing.
PASSED_OVER = _names(
    """
    ExpressionConstraintComponent Function JSConstraint JSConstraintComponent JSExecutable
    JSFunction JSLibrary JSRule JSTarget JSTargetType JSValidator Rule SPARQLConstructExecutable
    SPARQLFunction SPARQLRule SPARQLTarget SPARQLTargetType SPARQLUpdateExecutable Target
    TargetType TripleRule condition construct expression filterShape intersection js
    jsFunctionName jsLibrary jsLibraryURL nodes object predicate returnType rule subject target
    this union update
    """
)

#: What asks something of a focus node or its values.
CONSTRAINTS = _names(
    """
    and class closed datatype disjoint equals hasValue in languageIn lessThan lessThanOrEquals
    maxCount maxExclusive maxInclusive maxLength minCount minExclusive minInclusive minLength
    node nodeKind not or pattern property qualifiedValueShape sparql uniqueLang xone
    """
)

#: What names the focus nodes of a shape.
TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")

#: What leads from a shape to a shape; to a list of shapes.
TO_SHAPE = ("property", "node", "not", "qualifiedValueShape")
TO_SHAPES = ("and", "or", "xone")

#: The steps of a path that is more than one property.
STEPS = ("inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")

#: The datatypes that both engines can tell from one another.
DATATYPES = _names(
    """
    anyURI base64Binary boolean byte date dateTime dateTimeStamp dayTimeDuration decimal double
    duration float gDay gMonth gMonthDay gYear gYearMonth hexBinary int integer language long
    negativeInteger nonNegativeInteger nonPositiveInteger normalizedString positiveInteger short
    string time token unsignedByte unsignedInt unsignedLong unsignedShort yearMonthDuration
    """
)

#: Those of them whose values the fast engine takes in any form.
ANY_FORM = _names(
    """
    base64Binary dateTimeStamp dayTimeDuration gDay gMonth gMonthDay gYear gYearMonth hexBinary
    yearMonthDuration
    """
)
