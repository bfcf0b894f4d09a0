"""The collaborative editors that a server may have, as the services see them.

Nothing of theirs is imported: they are found among the web application's
settings, and used only if they are there.
"""

from .bridge import ServerRooms
from .editors import Editor, Room

__all__ = ["Editor", "Room", "ServerRooms"]
