"""The sample world of a first start: a company's year of outsourcing, invented and the same every time.

One chapter a module; each says when its acts take place and drives the services, as the people of the world would.
"""

from api.cli.demo.people import SIGN_INS
from api.cli.demo.start import LATEST_MS, check_loopback, fill, is_begun, moment
from api.cli.demo.world import day_of

__all__ = ["LATEST_MS", "SIGN_INS", "check_loopback", "day_of", "fill", "is_begun", "moment"]
