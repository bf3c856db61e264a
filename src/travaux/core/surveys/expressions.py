"""The expressions of XLSForm (XPath 1.0 and OpenRosa's functions), read into small trees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from travaux.core.problems import Unusable

LONGEST = 2_000  # characters of one expression
DEEPEST = 40  # parentheses and calls within one another

# name -> least and most arguments (None: any number)
FUNCTIONS: dict[str, tuple[int, int | None]] = {
    "true": (0, 0), "false": (0, 0), "not": (1, 1), "boolean": (1, 1),
    "boolean-from-string": (1, 1), "if": (3, 3), "coalesce": (2, None), "once": (1, 1),
    "string": (1, 1), "concat": (1, None), "substr": (2, 3), "substring": (2, 3),
    "substring-before": (2, 2), "substring-after": (2, 2), "string-length": (0, 1),
    "contains": (2, 2), "starts-with": (2, 2), "ends-with": (2, 2), "translate": (3, 3),
    "normalize-space": (0, 1), "regex": (2, 2), "join": (2, None),
    "number": (0, 1), "int": (1, 1), "round": (1, 2), "floor": (1, 1), "ceiling": (1, 1),
    "abs": (1, 1), "pow": (2, 2), "sqrt": (1, 1), "exp": (1, 1), "log": (1, 1), "log10": (1, 1),
    "min": (1, None), "max": (1, None), "sum": (1, 1), "count": (1, 1), "count-non-empty": (1, 1),
    "selected": (2, 2), "selected-at": (2, 2), "count-selected": (1, 1),
    "jr:choice-name": (2, 2), "position": (0, 1), "index": (0, 0), "indexed-repeat": (3, 3),
    "today": (0, 0), "now": (0, 0), "date": (1, 1), "date-time": (1, 1),
    "decimal-date-time": (1, 1), "decimal-time": (1, 1),
    "format-date": (2, 2), "format-date-time": (2, 2), "uuid": (0, 0), "random": (0, 0),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | float


@dataclass(frozen=True, slots=True)
class Reference:
    """The answer to another question."""

    name: str


@dataclass(frozen=True, slots=True)
class Column:
    """A bare name: a column of the list of choices in a filter, else a question."""

    name: str


@dataclass(frozen=True, slots=True)
class Here:
    """The answer of the question itself: "."."""


@dataclass(frozen=True, slots=True)
class Around:
    """The group around it: ".."; only as an argument of `position`."""


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Minus:
    of: Node


@dataclass(frozen=True, slots=True)
class Lookup:
    """`instance('list')/root/item[test]/column`: a column of the choices for which the test holds.

    `list` is the name of the first question that chooses from the list. In the test a bare name is
    a column of the list; without one every choice counts.
    """

    list: str
    test: Node | None
    column: str


Node = Literal | Reference | Column | Here | Around | Call | Binary | Minus | Lookup

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<reference>\$\{\s*[^{}\s]+\s*\})
    | (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<path>(?:current\(\)\s*/\s*)?(?:\.\./)+[A-Za-z_][\w.-]*(?:/[A-Za-z_][\w.-]*)*
              |(?:/[A-Za-z_][\w.-]*)+
              |(?:current\(\)\s*/\s*\.))
    | (?P<name>[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)
    | (?P<around>\.\.)
    | (?P<sign><=|>=|!=|[-+*()=<>,|]|\[|\])
    | (?P<here>\.)
    )""",
    re.VERBOSE,
)
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " "})
_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))


def _tokens(text: str) -> list[tuple[str, str, int]]:
    found, at = [], 0
    stripped = text.rstrip()
    while at < len(stripped):
        match = _TOKEN.match(stripped, at)
        if match is None or match.lastgroup is None:
            raise Unusable("expression-unreadable", at=at + 1, text=text[:200])
        found.append((match.lastgroup, match.group(match.lastgroup), match.start(match.lastgroup)))
        at = match.end()
    return found


class _Reader:
    """One expression, read from left to right by precedence."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0

    def wrong(self) -> Unusable:
        place = self.tokens[self.at][2] if self.at < len(self.tokens) else len(self.text)
        return Unusable("expression-unreadable", at=place + 1, text=self.text[:200])

    def peek(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            return ("end", "")
        kind, value, _ = self.tokens[self.at]
        return (kind, value)

    def take(self, value: str) -> None:
        if self.peek()[1] != value or self.peek()[0] == "text":
            raise self.wrong()
        self.at += 1

    def level(self, n: int) -> Node:
        if n == len(_LEVELS):
            return self.unary()
        self.depth += n == 0
        if self.depth > DEEPEST:
            raise Unusable("expression-too-deep", text=self.text[:200])
        left = self.level(n + 1)
        while self.peek()[0] in ("sign", "name") and self.peek()[1] in _LEVELS[n]:
            sign = self.peek()[1]
            self.at += 1
            left = Binary(sign, left, self.level(n + 1))
        self.depth -= n == 0
        return left

    def unary(self) -> Node:
        minus = 0
        while self.peek() == ("sign", "-"):
            self.at += 1
            minus += 1
            if minus > DEEPEST:
                raise Unusable("expression-too-deep", text=self.text[:200])
        node = self.primary()
        for _ in range(minus):
            node = Minus(node)
        return node

    def primary(self) -> Node:
        kind, value = self.peek()
        if kind == "sign" and value == "(":
            self.at += 1
            inner = self.level(0)
            self.take(")")
            return inner
        self.at += 1
        if kind == "number":
            return Literal(float(value))
        if kind == "text":
            return Literal(value[1:-1])
        if kind == "reference":
            return Reference(value[2:-1].strip())
        if kind == "here":
            return Here()
        if kind == "around":
            return Around()
        if kind == "path":
            last = value.rsplit("/", 1)[-1].strip()
            return Here() if last == "." else Reference(last)
        if kind == "name":
            if self.peek() == ("sign", "("):
                return self.call(value)
            return Column(value)
        self.at -= 1
        raise self.wrong()

    def lookup(self) -> Node:
        """What stands after `instance`: one list, at most one test, one column."""
        self.take("(")
        kind, name = self.peek()
        if kind != "text":
            raise self.wrong()
        self.at += 1
        self.take(")")
        kind, path = self.peek()
        steps = path.split("/")
        if kind != "path" or steps[:3] != ["", "root", "item"] or len(steps) > 4:
            raise self.wrong()
        self.at += 1
        if len(steps) == 4:
            return Lookup(name[1:-1], None, steps[3])
        self.take("[")
        test = self.level(0)
        self.take("]")
        kind, path = self.peek()
        if kind != "path" or path.count("/") != 1 or not path.startswith("/"):
            raise self.wrong()
        self.at += 1
        return Lookup(name[1:-1], test, path[1:])

    def call(self, name: str) -> Node:
        if name == "instance":
            return self.lookup()
        self.take("(")
        arguments: list[Node] = []
        if self.peek() != ("sign", ")"):
            arguments.append(self.level(0))
            while self.peek() == ("sign", ","):
                self.at += 1
                arguments.append(self.level(0))
        self.take(")")
        if name not in FUNCTIONS:
            raise Unusable("expression-function-unknown", name=name, text=self.text[:200])
        least, most = FUNCTIONS[name]
        if len(arguments) < least or (most is not None and len(arguments) > most):
            raise Unusable("expression-arguments", name=name, text=self.text[:200])
        return Call(name, tuple(arguments))


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The tree of an expression.

    Errors: `expression-too-long`, `expression-too-deep`, `expression-unreadable` (with the place),
    `expression-function-unknown`, `expression-arguments`.

    >>> parse("${age} >= 18")
    Binary(sign='>=', left=Reference(name='age'), right=Literal(value=18.0))
    """
    if len(text) > LONGEST:
        raise Unusable("expression-too-long", most=LONGEST)
    reader = _Reader(text.translate(_QUOTES))
    tree = reader.level(0)
    if reader.at != len(reader.tokens):
        raise reader.wrong()
    return tree


def nodes(tree: Node) -> Iterator[Node]:
    """Every node of a tree, the root first."""
    yield tree
    if isinstance(tree, Call):
        for argument in tree.arguments:
            yield from nodes(argument)
    elif isinstance(tree, Binary):
        yield from nodes(tree.left)
        yield from nodes(tree.right)
    elif isinstance(tree, Minus):
        yield from nodes(tree.of)
    elif isinstance(tree, Lookup) and tree.test is not None:
        # bare names there are columns of the list: `columns_of` tells them
        yield from (n for n in nodes(tree.test) if not isinstance(n, Column))


def columns_of(lookup: Lookup) -> list[str]:
    """The columns of the list that a look-up speaks of, its own last.

    >>> columns_of(parse("instance('c')/root/item[name = ${x}]/label"))
    ['name', 'label']
    """
    found = []
    if lookup.test is not None:
        found = [n.name for n in _every(lookup.test) if isinstance(n, Column)]
    return [*found, lookup.column]


def _every(tree: Node) -> Iterator[Node]:
    if isinstance(tree, Column):
        yield tree
    elif isinstance(tree, Call):
        for argument in tree.arguments:
            yield from _every(argument)
    elif isinstance(tree, Binary):
        yield from _every(tree.left)
        yield from _every(tree.right)
    elif isinstance(tree, Minus):
        yield from _every(tree.of)


def references(text: str, columns: frozenset[str] = frozenset()) -> list[str]:
    """The names of the questions an expression speaks of, in order, each once.

    `columns` are those of a list of choices: a bare name among them is no question.

    >>> references("${a} = 1 or selected(${b}, 'x') or ${a} = 2")
    ['a', 'b']
    """
    if not text.strip():
        return []
    found = [
        node.name
        for node in nodes(parse(text))
        if isinstance(node, Reference) or (isinstance(node, Column) and node.name not in columns)
    ]
    return list(dict.fromkeys(found))


_OUTPUT = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")


def outputs(text: str) -> list[str]:
    """The names of the questions whose answers a label repeats.

    >>> outputs("You said ${age}.")
    ['age']
    """
    return list(dict.fromkeys(_OUTPUT.findall(text)))


def fill(text: str, values: dict[str, str]) -> str:
    """A label with the answers it repeats put in; what is unknown stays empty.

    >>> fill("You said ${age}.", {"age": "40"})
    'You said 40.'
    """
    return _OUTPUT.sub(lambda match: values.get(match.group(1), ""), text)
