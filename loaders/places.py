"""Where in the file a fact stands, as `oa:SpecificResource` nodes: each place is described once."""

from loaders.document import Anchor
from ontology import terms
from ontology.identifiers import path_segment
from ontology.nquads import QuadWriter, integer, iri, text


class Places:
    """Mints the IRIs of places in one file and writes what each place is."""

    def __init__(self, file: str, graph: str) -> None:
        self._file = file
        self._seen: set[str] = set()
        self._kind = (terms.RDF_TYPE, iri(terms.OA_SPECIFIC_RESOURCE))
        self._source = (terms.OA_HAS_SOURCE, iri(file))
        self.quads = QuadWriter(graph)

    def cell(self, anchor: Anchor) -> str:
        """The place of one cell, or of a stretch of a paragraph."""
        if anchor.table:
            return self._place(f"{self._part(anchor)}t{anchor.table}.r{anchor.row}.c{anchor.column}", anchor)
        return self._place(f"{self._part(anchor)}p{anchor.block}.c{anchor.start}-{anchor.end}", anchor)

    def row(self, anchor: Anchor) -> str:
        """The place of a table row, from the cell that `anchor` begins with to the one it ends with."""
        if not anchor.table:
            return self.cell(anchor)
        return self._place(f"{self._part(anchor)}t{anchor.table}.r{anchor.row}", anchor)

    def _part(self, anchor: Anchor) -> str:
        return f"{path_segment(anchor.part)}!" if anchor.part else ""

    def _place(self, fragment: str, anchor: Anchor) -> str:
        place = f"{self._file}#{fragment}"
        if place not in self._seen:
            self._seen.add(place)
            self._describe(place, anchor)
        return place

    def _describe(self, place: str, anchor: Anchor) -> None:
        statements = [self._kind, self._source]
        if anchor.table:
            statements.append((terms.GT_TABLE_NUMBER, integer(anchor.table)))
            statements.append((terms.GT_ROW_NUMBER, integer(anchor.row)))
            statements.append((terms.GT_COLUMN_NUMBER, integer(anchor.column)))
        if anchor.part:
            statements.append((terms.GT_PART_NAME, text(anchor.part)))
        statements.append((terms.GT_START_CHARACTER, integer(anchor.start)))
        statements.append((terms.GT_END_CHARACTER, integer(anchor.end)))
        self.quads.add_all(place, statements)
