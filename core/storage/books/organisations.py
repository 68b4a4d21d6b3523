"""The organisation itself, as its own transactions see it."""

from sqlalchemy import select

from core.storage.database import Work
from core.storage.tables import organisations


def own_name(work: Work) -> str:
    """The name of the organisation whose transaction this is."""
    chosen = select(organisations.c.name).where(organisations.c.id == work.organisation_id)
    return str(work.connection.execute(chosen).scalar_one())
