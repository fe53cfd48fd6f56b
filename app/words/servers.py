"""What is said of a server or a shared database that can't be used."""

from __future__ import annotations

from app.errors import ServerError, ServerProblem
from app.words.marking import QT_TRANSLATE_NOOP, Translate

_UNKNOWN = "…"

SERVER_SENTENCES = {
    ServerProblem.WRONG_HOST: QT_TRANSLATE_NOOP(
        "words",
        "No server is called {hosts}. Compare its name letter by letter with the one that you were given; away from the "
        "office, connect to its network first.",
    ),
    ServerProblem.REFUSED: QT_TRANSLATE_NOOP(
        "words",
        "At {hosts} no PostgreSQL server answers. Check the port, or ask whoever looks after the server whether it is running.",
    ),
    ServerProblem.TIMED_OUT: QT_TRANSLATE_NOOP(
        "words",
        "There is no answer from {hosts}. Check the name and the port, and whether this computer is connected to the network "
        "that the server is in.",
    ),
    ServerProblem.WRONG_PASSWORD: QT_TRANSLATE_NOOP(
        "words",
        "The server does not know {user} with this password. Type both again, minding capitals and the keyboard's "
        "language.",
    ),
    ServerProblem.NOT_ADMITTED: QT_TRANSLATE_NOOP(
        "words",
        "The server does not let {user} into {database}, whatever the password. Ask whoever looks after it: the sign-in may "
        "be stopped, or not allowed from this computer, or without encryption or a certificate of one's own.",
    ),
    ServerProblem.NO_COMPANY: QT_TRANSLATE_NOOP(
        "words",
        "The roles of {user} show none of the operating companies in {database}, and nobody works without one. Ask an "
        "administrator for a role that may view operating companies.",
    ),
    ServerProblem.SHUT_OUT: QT_TRANSLATE_NOOP(
        "words",
        "The database {database} does not admit {user} any more, so nothing of it is shown here. Ask an administrator of it "
        "whether that is meant, or connect as somebody else.",
    ),
    ServerProblem.PASSWORD_GIVEN: QT_TRANSLATE_NOOP(
        "words",
        "The password of {user} was given by somebody else. Choose one that nobody else knows, and {database} is opened.",
    ),
    ServerProblem.NOT_OF_STAFF: QT_TRANSLATE_NOOP(
        "words",
        "The sign-in {user} belongs to the server and not to the staff of {database}, so its password is not changed here. "
        "Whoever looks after the server changes it there.",
    ),
    ServerProblem.NO_DATABASE: QT_TRANSLATE_NOOP(
        "words",
        "The server has no database {database}. Compare its name with the one that you were given; capitals count.",
    ),
    ServerProblem.NOT_OURS: QT_TRANSLATE_NOOP(
        "words",
        "The database {database} is there, but it is not Deskbook's. Check its name; if it is a new one, an administrator has "
        "to set it up first.",
    ),
    ServerProblem.NOT_EMPTY: QT_TRANSLATE_NOOP(
        "words",
        "The database {database} has records of its own already; nothing was copied. Have an empty one made for the copy.",
    ),
    ServerProblem.NOT_THE_SAME: QT_TRANSLATE_NOOP(
        "words",
        "What arrived in the database {database} is not what was sent, so it can't be opened. Check the file, then copy it "
        "again: what differs is sent anew.",
    ),
    ServerProblem.NEWER: QT_TRANSLATE_NOOP(
        "words",
        "The database {database} belongs to a newer version of Deskbook, and was left as it is. Update this program to work with it.",
    ),
    ServerProblem.NEEDS_UPGRADE: QT_TRANSLATE_NOOP(
        "words",
        "The database {database} belongs to an older version of Deskbook. Ask an administrator to upgrade it; until then, use the "
        "older program.",
    ),
    ServerProblem.UPGRADING: QT_TRANSLATE_NOOP(
        "words",
        "The database {database} is being upgraded or filled just now, and nobody else can save in it. Wait until that is done, "
        "then try again; what you typed is kept.",
    ),
    ServerProblem.IN_USE: QT_TRANSLATE_NOOP(
        "words",
        "People have been saving in the database {database}, or copying from it, for half a minute without an end, so it could "
        "not be had alone. Nothing was changed: try again when fewer work in it.",
    ),
    ServerProblem.UNFINISHED: QT_TRANSLATE_NOOP(
        "words",
        "The database {database} holds half of a copy that has not come to its end. Whoever began it starts it again as before, "
        "and it goes on from there.",
    ),
    ServerProblem.NO_RIGHTS: QT_TRANSLATE_NOOP(
        "words",
        "The rights of {user} in {database} do not reach that far. Ask an administrator of the database for more.",
    ),
    ServerProblem.NO_TRIGRAMS: QT_TRANSLATE_NOOP(
        "words",
        "The server lacks pg_trgm, by which Deskbook searches. Ask whoever looks after it to install PostgreSQL's package of "
        "additional modules (contrib).",
    ),
    ServerProblem.CERTIFICATE: QT_TRANSLATE_NOOP(
        "words",
        "The server's certificate is not one that this computer trusts, so nothing was sent. Choose the file with your "
        "organisation's certificates, or ask whoever looks after the server.",
    ),
    ServerProblem.OWN_CERTIFICATE: QT_TRANSLATE_NOOP(
        "words",
        "The certificate that this computer signs in with is of no use: it is out of date, of an authority that the server "
        "does not know, or can't be read here. Ask whoever gave it to you for another one.",
    ),
    ServerProblem.OTHER_NAME: QT_TRANSLATE_NOOP(
        "words",
        "The server's certificate is for another name than {hosts}, so nothing was sent. Use the name that the "
        "certificate was made for, or ask whoever looks after the server.",
    ),
    ServerProblem.NO_TLS: QT_TRANSLATE_NOOP(
        "words",
        "The server cannot encrypt, so nothing was sent. Ask whoever looks after it to turn encryption on; on this "
        "computer alone it can do without.",
    ),
    ServerProblem.POOLED: QT_TRANSLATE_NOOP(
        "words",
        "At {hosts} a connection pooler answers, which does not pass on how Deskbook has to be connected. Ask whoever looks "
        "after the server for the address of PostgreSQL itself.",
    ),
    ServerProblem.TOO_MANY: QT_TRANSLATE_NOOP(
        "words",
        "The server has as many connections as it takes, from everybody or from {user}. Try again in a moment; if it goes on, "
        "ask whoever looks after it.",
    ),
    ServerProblem.TOO_LONG: QT_TRANSLATE_NOOP(
        "words",
        "That took longer than the server lets {user} wait, so it was stopped and nothing was saved. Look for something "
        "rarer, or do less at once; if it goes on, ask whoever looks after the server.",
    ),
    ServerProblem.LOST: QT_TRANSLATE_NOOP(
        "words", "The connection to {hosts} was lost. Check the network, and try again; what you typed is kept."
    ),
    ServerProblem.STOPPED: QT_TRANSLATE_NOOP(
        "words",
        "The server is stopping or starting, or ended this connection. Try again in a moment; what you typed is kept.",
    ),
    ServerProblem.BUSY: QT_TRANSLATE_NOOP(
        "words",
        "Others keep the database {database} busy, or it is being upgraded. What you typed is kept; try again in a moment.",
    ),
    ServerProblem.DISK_FULL: QT_TRANSLATE_NOOP(
        "words",
        "The server's disk is full, so nothing was saved. Tell whoever looks after it, and keep this window open: what you "
        "typed is kept. Then try again.",
    ),
    ServerProblem.READ_ONLY: QT_TRANSLATE_NOOP(
        "words",
        "The database {database} can be read, but not changed: this server stands in for another one. Try again in a moment; if it goes "
        "on, ask whoever looks after it.",
    ),
}
"""One for each problem; `{hosts}`, `{database}` and `{user}` are filled in."""


def describe_server(error: ServerError, translate: Translate) -> str:
    """What happened there, and what to do next."""
    from app.models.servers import ServerAddress, hosts_as_text  # with what reads URLs

    known = error.address if isinstance(error.address, ServerAddress) else None
    if known is None:
        return translate(SERVER_SENTENCES[error.problem]).format(hosts=_UNKNOWN, database=_UNKNOWN, user=_UNKNOWN)
    return translate(SERVER_SENTENCES[error.problem]).format(
        hosts=hosts_as_text(known.hosts), database=known.database, user=known.user
    )
