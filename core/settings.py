"""What an installation can set, from the environment with the prefix OUTPACT_."""

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

Port = Annotated[int, Field(ge=1, le=65_535)]


class Settings(BaseSettings):
    """Read once by the shells; nothing below them reads the environment."""

    model_config = SettingsConfigDict(env_prefix="OUTPACT_")

    data: Path = Path("var")
    database_url: str = ""
    organisation: str = ""
    host: str = "127.0.0.1"
    api_port: Port = 8000
    ui_port: Port = 8501

    @property
    def url(self) -> str:
        """The database; by default one SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data / 'outpact.db'}"

    @property
    def file(self) -> Path | None:
        """The database's file; None where a server keeps the data."""
        scheme, _, path = self.url.partition(":///")
        return Path(path) if scheme == "sqlite" else None
