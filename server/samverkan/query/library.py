"""The stored queries: those that come with the package, and those of folders of one's own."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from samverkan.assets import asset
from samverkan.errors import SamverkanError
from samverkan.namespaces import RDF, RDFS, smv
from samverkan.query.checking import check
from samverkan.query.header import QueryHeaderError, StoredQuery, read_query

#: Names that an error lists in full.
_LISTED = 12


class UnknownQueryError(SamverkanError):
    """The library has no query of that name."""

    def __init__(self, name: str, known: list[str]) -> None:
        near = [k for k in known if name and name in k] or get_close_matches(name, known)
        if near:
            hint = f"did you mean {' or '.join(near[:3])}?"
        elif len(known) <= _LISTED:
            hint = f"the library has {', '.join(known)}"
        else:
            hint = f"`samverkan queries` and /queries/ list the {len(known)} that there are"
        super().__init__(f"no query named {name!r}; {hint}")
        self.name, self.near, self.count = name, near[:3], len(known)


class DuplicateQueryError(SamverkanError):
    """Two folders have a stored query of the same name."""

    def __init__(self, path: Path, other: Path) -> None:
        super().__init__(f"{path}: there is a stored query of that name, {other}; rename the file")
        self.path, self.other = path, other


class Library:
    """
    The stored queries of some folders, by name.

    Raises:
        QueryHeaderError: if a folder holds none, or one whose header is not as it should be.
        DuplicateQueryError: if a name is there twice.
    """

    def __init__(self, *folders: Path) -> None:
        self._queries: dict[str, StoredQuery] = {}
        paths: dict[str, Path] = {}
        for folder in folders:
            files = sorted(folder.glob("*.rq"))
            if not files:
                raise QueryHeaderError(folder, "holds no stored query (*.rq)")
            for file in files:
                if file.stem in paths:
                    raise DuplicateQueryError(file, paths[file.stem])
                paths[file.stem] = file
                self._queries[file.stem] = read_query(file)

    def find(self, name: str) -> StoredQuery:
        """
        The query of that name.

        Raises:
            UnknownQueryError: if there is none; names those there are.
        """
        try:
            return self._queries[name]
        except KeyError:
            raise UnknownQueryError(name, list(self._queries)) from None

    def __contains__(self, name: object) -> bool:
        return name in self._queries

    def __iter__(self) -> Iterator[StoredQuery]:
        return iter(self._queries.values())

    def __len__(self) -> int:
        return len(self._queries)

    def answering(self, requirement: str) -> list[StoredQuery]:
        """The queries that answer the requirement with that IRI."""
        return [query for query in self if requirement in query.answers]

    def by_first_tag(self) -> list[tuple[str, list[StoredQuery]]]:
        """The queries under the first tag of each, for a page or a list."""
        tags: dict[str, list[StoredQuery]] = {}
        for query in self:
            tags.setdefault(query.tags[0] if query.tags else "other", []).append(query)
        return sorted(tags.items())

    def quads(self) -> Iterator[Quad]:
        """The library as data: each query, its questions and the requirements it answers."""
        for query in self:
            node = NamedNode(query.iri)
            yield Quad(node, NamedNode(RDF + "type"), smv("StoredQuery"))
            for language, text in query.questions.items():
                yield Quad(node, NamedNode(RDFS + "label"), Literal(text, language=language))
            for requirement in query.answers:
                yield Quad(node, smv("answers"), NamedNode(requirement))


@cache
def shipped_library() -> Library:
    """The stored queries that come with the package; read once."""
    return Library(asset("queries"))


def load_library(folders: Sequence[Path]) -> Library:
    """
    The stored queries that come with the package, and those of other folders, each looked over.

    Raises:
        QueryHeaderError: if a header is not as it should be.
        StoredQueryError: if a query of those folders would not run.
        DuplicateQueryError: if a name is there twice.
    """
    if not folders:
        return shipped_library()
    library = Library(asset("queries"), *folders)
    for query in library:
        if query.name not in shipped_library():
            paths = [folder / f"{query.name}.rq" for folder in folders]
            check(query, next(path for path in paths if path.is_file()))
    return library
