"""The sample world of a first start: a company's year of outsourcing, invented and the same every time.

One chapter a module; each says when its acts take place and drives the services, as the people of the world would.
"""

from api.cli.demo.people import SIGN_INS
from api.cli.demo.start import fill, moment

__all__ = ["SIGN_INS", "fill", "moment"]
