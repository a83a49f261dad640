"""Figures as PNG pictures, drawn with the shipped font."""

from service.pages.desk import Desk
from service.pages.figure import show as draw_figure
from service.pages.visit import Visit
from service.reports.picture import PictureTooLargeError, write_picture
from service.web.refusals import BadRequestError


def show(visit: Visit, desk: Desk) -> bytes:
    """The figure of that name for one document."""
    try:
        return write_picture(draw_figure(visit, desk), width=1920)
    except PictureTooLargeError as exc:
        raise BadRequestError("The picture would be too large; ask for the SVG.") from exc
