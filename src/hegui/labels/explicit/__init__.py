"""Explicit labels on content: words, sounds and notices that a person meets.

    render_picture   words drawn into a picture, every frame
    render_video     words drawn into the opening of a video, or all of it
    render_sound     a rhythm or a clip of speech put into a sound
    add_visible_line a line of words in a Markdown, HTML or Word file, losslessly
    snippet          words for an interface, with a style and a web component

What is called *render* encodes the content anew and says so by its name; the
implicit label and other metadata are carried over it. Drawing and mixing need
the extra ``media``; nothing is imported before one of these names is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hegui.labels.explicit.document import LabelledDocument, add_visible_line
from hegui.labels.explicit.interface import Spot, component, snippet
from hegui.labels.explicit.media import imported
from hegui.labels.explicit.placement import PLACES, Place, require_place
from hegui.labels.explicit.rules import RenderRules

if TYPE_CHECKING:
    from hegui.labels.explicit.kinds import Kind, kind_of
    from hegui.labels.explicit.picture import RenderedPicture, render_picture
    from hegui.labels.explicit.rhythm import Voice
    from hegui.labels.explicit.sound import RenderedSound, render_sound
    from hegui.labels.explicit.video import RenderedVideo, render_video

__all__ = [
    "PLACES",
    "Kind",
    "LabelledDocument",
    "Place",
    "RenderRules",
    "RenderedPicture",
    "RenderedSound",
    "RenderedVideo",
    "Spot",
    "Voice",
    "add_visible_line",
    "component",
    "kind_of",
    "render_picture",
    "render_sound",
    "render_video",
    "require_place",
    "snippet",
]


def __getattr__(name: str) -> object:
    """Import a renderer when it is first asked for.

    Raises:
        MissingExtra: Pillow or PyAV is not installed.
    """
    return imported(__name__, name)
