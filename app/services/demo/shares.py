"""The customers of a demo file cut into runs, whose rows are made side by side in other processes."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

from app.models.contact_points import ADDRESS, EMAIL, PHONE
from app.models.customer import CUSTOMER
from app.services.demo import contacts
from app.services.demo.people import Population, customers
from app.store.bulk import Common, RowMaker, Rows
from app.store.labels import Labels
from app.store.loading import DIALECT

RUN = 2_500
"""How many customers are made and written at a time. Another number makes other customers."""

PROCESSES = 2
ALONE = 10_000
"""Up to so many customers are made here: other processes would take longer to start than to make them."""

MOST_ITEMS: Mapping[str, int] = {
    PHONE.name: contacts.MOST_PHONES,
    EMAIL.name: contacts.MOST_EMAILS,
    ADDRESS.name: contacts.MOST_ADDRESSES,
}
"""How many child rows of each kind a customer has at most: so many ids are set aside for each."""

_Run = tuple[int, int]
"""The number of a share and the place of the first customer of a run within it."""


@dataclass(frozen=True, slots=True)
class Share:
    """The customers of one company, and what it takes to make rows of them; crosses to other processes.

    Attributes:
        first_ids: of the customers and of each kind of child row, by table.
    """

    population: Population
    seed: int
    common: Common
    labels: Labels
    first_ids: Mapping[str, int]

    def rows(self, first: int) -> Rows:
        """The rows of the run that begins with that place."""
        last = min(first + RUN, self.population.size)
        contents, moments = customers(self.population, self.seed, first, last)
        first_ids = {name: start + first * MOST_ITEMS.get(name, 1) for name, start in self.first_ids.items()}
        return RowMaker(CUSTOMER, self.labels, DIALECT).rows(contents, self.common, first_ids, moments)


def made_rows(shares: Sequence[Share]) -> Iterator[Rows]:
    """The rows of all shares, run by run in their order."""
    runs = [(number, first) for number, share in enumerate(shares) for first in range(0, share.population.size, RUN)]
    if sum(share.population.size for share in shares) <= ALONE:
        yield from (shares[number].rows(first) for number, first in runs)
        return
    with ExitStack() as helpers:
        yield from _handed_over([helpers.enter_context(_helper(shares)) for _ in range(PROCESSES)], runs)


def _handed_over(helpers: list[Connection], runs: list[_Run]) -> Iterator[Rows]:
    """Each helper has two runs on order, so that none waits for this process."""
    ahead = 2 * len(helpers)
    for number, run in enumerate(runs[:ahead]):
        helpers[number % len(helpers)].send(run)
    for number in range(len(runs)):
        helper = helpers[number % len(helpers)]
        rows: Rows = helper.recv()
        if number + ahead < len(runs):
            helper.send(runs[number + ahead])
        yield rows


@contextmanager
def _helper(shares: Sequence[Share]) -> Iterator[Connection]:
    """A process that makes rows, and the line to it."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, shares), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.terminate()
        process.join()


@contextmanager
def without_collector() -> Iterator[None]:
    """Rows hold no cycles, and looking for some takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _serve(line: Connection, shares: Sequence[Share]) -> None:
    """Make what is ordered until the other end is gone, however it went."""
    with without_collector(), suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            number, first = line.recv()
            line.send(shares[number].rows(first))
