"""Why somebody may do something to a record, or may not, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from app.models.explanations import Explanation, Lack, Source, Step
from app.models.reaches import Relation
from app.models.rights import Act, Hold, Reach
from app.views.words import isolated
from app.words.marking import QT_TRANSLATE_NOOP

ACTS = {
    Act.VIEW: QT_TRANSLATE_NOOP("explain", "see this record"),
    Act.ADD: QT_TRANSLATE_NOOP("explain", "add a record like this one"),
    Act.EDIT: QT_TRANSLATE_NOOP("explain", "edit this record"),
    Act.DELETE: QT_TRANSLATE_NOOP("explain", "move this record to the trash, or bring it back"),
    Act.PURGE: QT_TRANSLATE_NOOP("explain", "purge this record"),
    Act.EXPORT: QT_TRANSLATE_NOOP("explain", "export this record"),
    Act.IMPORT: QT_TRANSLATE_NOOP("explain", "import a record like this one"),
    Act.BULK_EDIT: QT_TRANSLATE_NOOP("explain", "edit this record together with others"),
}
REACHES = {
    Reach.OWN: QT_TRANSLATE_NOOP("explain", "what they own themselves"),
    Reach.REPORTS: QT_TRANSLATE_NOOP("explain", "what those own who report to them"),
    Reach.DEPARTMENT: QT_TRANSLATE_NOOP("explain", "what belongs to their department"),
    Reach.TEAM: QT_TRANSLATE_NOOP("explain", "what belongs to their teams"),
    Reach.WORKGROUPS: QT_TRANSLATE_NOOP("explain", "what belongs to their workgroups"),
    Reach.COMPANY: QT_TRANSLATE_NOOP("explain", "everything of their company"),
    Reach.ALL: QT_TRANSLATE_NOOP("explain", "everything"),
}
RELATIONS = {
    Relation.OWNER: QT_TRANSLATE_NOOP("explain", "they own it"),
    Relation.MANAGER_OF_OWNER: QT_TRANSLATE_NOOP("explain", "its owner reports to them"),
    Relation.DEPARTMENT_OF_OWNER: QT_TRANSLATE_NOOP("explain", "its owner is of their department"),
    Relation.TEAM_MEMBER: QT_TRANSLATE_NOOP("explain", "it belongs to a team of which they are a member"),
    Relation.TEAM_MANAGER: QT_TRANSLATE_NOOP("explain", "it belongs to a team that they manage"),
    Relation.WORKGROUP_MEMBER: QT_TRANSLATE_NOOP("explain", "it belongs to a workgroup of which they are a member"),
    Relation.WORKGROUP_MANAGER: QT_TRANSLATE_NOOP("explain", "it belongs to a workgroup that they manage"),
    Relation.MANAGER_OF_CUSTOMER: QT_TRANSLATE_NOOP("explain", "they are the manager of this customer"),
    Relation.DEPARTMENT_OF_CUSTOMER: QT_TRANSLATE_NOOP("explain", "the customer is of their department"),
    Relation.TEAM_OF_CUSTOMER: QT_TRANSLATE_NOOP("explain", "the customer is a member of their team"),
    Relation.WORKGROUP_OF_CUSTOMER: QT_TRANSLATE_NOOP("explain", "the customer is a member of their workgroup"),
    Relation.COMPANY: QT_TRANSLATE_NOOP("explain", "it belongs to a company that they work for"),
    Relation.SHARED: QT_TRANSLATE_NOOP("explain", "it belongs to all companies"),
    Relation.ANYBODY: QT_TRANSLATE_NOOP("explain", "whoever holds it"),
}
LACKS = {
    Lack.INACTIVE: QT_TRANSLATE_NOOP(
        "explain", "They are not active any more. An administrator can activate them again."
    ),
    Lack.NO_ROLE: QT_TRANSLATE_NOOP("explain", "They have no role. An administrator can give them one."),
    Lack.NOT_GRANTED: QT_TRANSLATE_NOOP("explain", "None of their roles lets anybody {act}."),
    Lack.OTHER_COMPANY: QT_TRANSLATE_NOOP("explain", "It belongs to a company that they do not work for."),
    Lack.OUT_OF_REACH: QT_TRANSLATE_NOOP("explain", "Their roles do not reach as far as to this record."),
}
HOLDS = {
    Hold.RIGHTS_FOLLOW: QT_TRANSLATE_NOOP("explain", "Taking it back would change what people may do."),
    Hold.OTHERS_MADE: QT_TRANSLATE_NOOP("explain", "Without such a role only whoever made it could take it back."),
    Hold.NUMBERED: QT_TRANSLATE_NOOP(
        "explain", "They made it, but it was issued, or something that belongs to it was."
    ),
    Hold.OTHERS_CHANGED: QT_TRANSLATE_NOOP("explain", "They made it, but somebody else has changed it since."),
    Hold.OTHERS_ADDED: QT_TRANSLATE_NOOP(
        "explain", "They made it, but something that somebody else made belongs to it."
    ),
}
OWN_MAKING = QT_TRANSLATE_NOOP(
    "explain",
    "They made it, nobody else has changed it, and nothing of anybody else's belongs to it:"
    " so they may take it back without such a role.",
)
FOUNDER = QT_TRANSLATE_NOOP(
    "explain", "They look after this database: they made it, or nobody has been given a role in it yet."
)
GRANTED = QT_TRANSLATE_NOOP("explain", "The role “{role}” lets them {act}, if it is {reach}: {relation}.")
SHORT = QT_TRANSLATE_NOOP("explain", "The role “{role}” lets them {act} only if it is {reach}.")
ENOUGH = QT_TRANSLATE_NOOP("explain", "A role that lets them do it with {reaches} would be enough.")
NEEDED = QT_TRANSLATE_NOOP("explain", "For that they also have to be allowed to {act}.")
MAY = QT_TRANSLATE_NOOP("explain", "{name} may {act}.")
MAY_NOT = QT_TRANSLATE_NOOP("explain", "{name} may not {act}.")


def _said(text: str) -> str:
    return QCoreApplication.translate("explain", text)


def heading_of(explanation: Explanation, name: str) -> str:
    """The answer in a sentence."""
    act = _said(ACTS[explanation.steps[0].act])
    return _said(MAY if explanation.allowed else MAY_NOT).format(name=isolated(name), act=act)


def sentences_of(explanation: Explanation) -> tuple[str, ...]:
    """The reasons, the act's own first: what gives each right or, at the first that is missing, what would."""
    found: list[str] = []
    for number, step in enumerate(explanation.steps):
        if number:
            found.append(_said(NEEDED).format(act=_said(ACTS[step.act])))
        found += _of_step(step)
        if step is explanation.missing:
            found += _of_making(explanation)
            break
    return tuple(dict.fromkeys(found))


def _of_making(explanation: Explanation) -> Iterator[str]:
    """What comes of having made it."""
    if explanation.is_own_making:
        yield _said(OWN_MAKING)
    elif explanation.hold is not None:
        yield _said(HOLDS[explanation.hold])


def _of_step(step: Step) -> Iterator[str]:
    if step.lack is None:
        yield from map(_of_source, step.sources)
        return
    yield _said(LACKS[step.lack]).format(act=_said(ACTS[step.act]))
    for source in step.short:
        role, act, reach = source.role, _said(ACTS[step.act]), _said(REACHES[source.grant.reach])
        yield _said(SHORT).format(role=isolated(role), act=act, reach=reach)
    if step.enough and step.lack is not Lack.INACTIVE:
        reaches = (_said(REACHES[reach]) for reach in Reach if reach in step.enough)
        yield _said(ENOUGH).format(reaches=" / ".join(f"“{reach}”" for reach in reaches))


def _of_source(source: Source) -> str:
    if not source.role:
        return _said(FOUNDER)
    return _said(GRANTED).format(
        role=isolated(source.role),
        act=_said(ACTS[source.grant.act]),
        reach=_said(REACHES[source.grant.reach]),
        relation=_said(RELATIONS[source.relations[0]]),
    )
