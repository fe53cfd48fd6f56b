"""Nothing that people wrote is taken for markup where the pointer rests on it: a toolkit would fetch pictures that it names.

What somebody wrote goes through `words.tip`; so does everything of which it can't be seen that nobody did.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import app

VIEWS = Path(app.__file__).parent / "views"
SETTERS = {"setToolTip": -1, "setWhatsThis": -1, "setTabToolTip": -1, "setItemData": 1, "showText": 1}
"""What makes tips, and which of its arguments is the text."""


def is_ours(text: ast.expr) -> bool:
    """Whether a text is the program's own, has been through `tip`, or is the tip of something else."""
    match text:
        case ast.Constant():
            return True
        case ast.IfExp():
            return is_ours(text.body) and is_ours(text.orelse)
        case ast.Call(func=ast.Name(id=name)):
            return name in ("tip", "help_of")
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in ("tr", "toolTip")
    return False


def tips_in(tree: ast.AST) -> Iterator[tuple[int, ast.expr]]:
    """Each text that becomes a tip, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SETTERS:
            is_other = node.func.attr == "setItemData" and "ToolTipRole" not in ast.unparse(node)
            if not is_other:
                yield node.lineno, node.args[SETTERS[node.func.attr]]
        elif isinstance(node, ast.match_case | ast.If) and _is_for_tips(node):
            yield from ((found.lineno, found.value) for found in _answers(node.body) if found.value is not None)


def _is_for_tips(node: ast.match_case | ast.If) -> bool:
    """Whether it is what a model does for tips."""
    asked = node.pattern if isinstance(node, ast.match_case) else node.test
    return ast.unparse(asked).endswith("Qt.ItemDataRole.ToolTipRole")


def _answers(body: list[ast.stmt]) -> Iterator[ast.Return]:
    return (node for each in body for node in ast.walk(each) if isinstance(node, ast.Return))


def test_no_tip_is_taken_for_markup() -> None:
    foreign, unwrapped = [], []
    for path in VIEWS.rglob("*.py"):
        source = path.read_text("utf-8")
        foreign += [f"{path}:{line}" for line, text in tips_in(ast.parse(source)) if not is_ours(text)]
        unwrapped += [path] if "ToolTipRole" in source and "tip(" not in source else []
    assert not foreign, "put it into words.tip()"
    assert not unwrapped
