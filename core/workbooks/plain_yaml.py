"""YAML from outside as plain values: no key twice, and never more than was written would let one expect."""

import yaml

from core.errors import Malformed

MOST_NODES = 100_000
"""Values of a document with every alias written out; a mapping has some hundred."""
DEEPEST = 50


def read_plain(text: str) -> object:
    """Read one YAML document. Raises `Malformed` for a key that stands twice, or a document too large or too deep.

    Also raises `yaml.YAMLError` for what is no YAML and `ValueError` for a date that no calendar has.
    """
    node = _Bounded(text).get_single_node()
    if node is None:
        return None
    _Weighing().weigh(node, "", 0)
    return yaml.SafeLoader("").construct_document(node)


class _Bounded(yaml.SafeLoader):
    """Stops reading where the document is too large or too deep, so that a bad file costs little."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.nodes = self.level = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose one node of the document, counted."""
        self.nodes += 1
        self.level += 1
        _check_size(self.nodes)
        _check_depth(self.level)
        node = super().compose_node(parent, index)
        self.level -= 1
        return node


class _Weighing:
    """Counts what a document holds with every alias written out; each node is looked at once."""

    def __init__(self) -> None:
        self.weights: dict[int, int] = {}

    def weigh(self, node: yaml.Node, place: str, depth: int) -> int:
        """The number of values in `node`. A node inside itself has no end and is too deep."""
        _check_depth(depth)
        known = self.weights.get(id(node))
        if known is not None:
            return known
        weight = 1
        if isinstance(node, yaml.SequenceNode):
            weight += sum(self.weigh(one, place, depth + 1) for one in node.value)
        elif isinstance(node, yaml.MappingNode):
            weight += sum(self.weigh(value, path, depth + 1) for path, value in _entries(node, place))
        _check_size(weight)
        self.weights[id(node)] = weight
        return weight


def _entries(node: yaml.MappingNode, place: str) -> list[tuple[str, yaml.Node]]:
    """The values of a mapping by their paths; what PyYAML would overlook, a key that stands twice, is refused."""
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = str(key.value)[:60]
        path = f"{place}.{name}" if place else name
        if path in found:
            raise Malformed("mapping.key_twice", place=path, value=name, line=key.start_mark.line + 1)
        found[path] = value
    return list(found.items())


def _check_size(count: int) -> None:
    if count > MOST_NODES:
        raise Malformed("mapping.too_many_values", most=MOST_NODES)


def _check_depth(depth: int) -> None:
    if depth > DEEPEST:
        raise Malformed("mapping.too_deep", most=DEEPEST)
