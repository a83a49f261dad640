"""The tree behind a table of paths, for layouts of XML standards; remembers which words were used."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.document import Anchor, Cell, Document, Table
from loaders.plan import Quote, Unread

_STEP = re.compile(r"(?P<tag>[^/\[\]@]+)(?:\[\d+\])?")


@dataclass(slots=True)
class Node:
    """One element: its words, attributes and children. Asking for words marks them as used."""

    tag: str
    path: str
    anchor: Anchor
    children: list["Node"] = field(default_factory=list)
    _text: Cell | None = None
    _attributes: dict[str, Cell] = field(default_factory=dict)
    _used: set[int] = field(default_factory=set)

    def all(self, *tags: str) -> list["Node"]:
        """The elements at a path of tags below this one."""
        found = [self]
        for tag in tags:
            found = [child for node in found for child in node.children if child.tag == tag]
        return found

    def first(self, *tags: str) -> "Node | None":
        """The first element at a path of tags, or None."""
        return next(iter(self.all(*tags)), None)

    def text(self, *tags: str) -> Quote:
        """The words of the first element at a path; no words where there is none."""
        node = self.first(*tags) if tags else self
        if node is None or node._text is None:
            return Quote("", self.anchor)
        node._used.add(id(node._text))
        return Quote(node._text.text, node._text.anchor)

    def attribute(self, name: str) -> Quote:
        """The words of an attribute; no words where there is none."""
        cell = self._attributes.get(name)
        if cell is None:
            return Quote("", self.anchor)
        self._used.add(id(cell))
        return Quote(cell.text, cell.anchor)

    def skip(self) -> None:
        """Mark everything below as used: it is kept or dropped by decision."""
        for node in self.walk():
            node._used |= {id(cell) for cell in node.cells()}

    def cells(self) -> list[Cell]:
        """The words of this element itself."""
        return [*self._attributes.values(), *([self._text] if self._text is not None else [])]

    def walk(self) -> Iterator["Node"]:
        """The element itself and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def unread(self, ignored: Sequence[re.Pattern[str]]) -> Iterator[Unread]:
        """The words that nobody asked for, but those that the written decision on scope leaves out."""
        for node in self.walk():
            plain = re.sub(r"\[\d+\]", "", node.path)
            if any(pattern.match(plain) for pattern in ignored):
                continue
            for name, cell in (*node._attributes.items(), ("", node._text)):
                if cell is None or not cell.text.strip() or id(cell) in node._used:
                    continue
                label = f"{plain}@{name}" if name else plain
                if not any(pattern.match(label) for pattern in ignored):
                    yield Unread(Quote(cell.text, cell.anchor), f"no place for {label}")


def trees(document: Document) -> list[Node]:
    """The tree of each table of paths."""
    return [_tree(table) for table in document.tables()]


def _tree(table: Table) -> Node:
    nodes: dict[str, Node] = {}
    root: Node | None = None
    for row in table.rows:
        label, value = row[0], row[1]
        path, _, attribute = label.text.partition("@")
        node = _node(path, nodes, value.anchor)
        root = root or nodes[path.split("/")[0]]
        if attribute:
            node._attributes[attribute] = value
        else:
            node._text = value
    return root or Node("", "", table.anchor)


def _node(path: str, nodes: dict[str, Node], anchor: Anchor) -> Node:
    known = nodes.get(path)
    if known is not None:
        return known
    above, _, step = path.rpartition("/")
    match = _STEP.match(step)
    node = nodes[path] = Node(match["tag"] if match else step, path, anchor)
    if above:
        _node(above, nodes, anchor).children.append(node)
    return node
