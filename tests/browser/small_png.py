"""Pictures with 256 colours: a screenshot of a page needs no more, and takes a third of the room."""

import base64
import struct
import zlib
from typing import Any, Final

from playwright.sync_api import Page

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
# Runs in a browser, which decodes the picture: the commonest colours, and for each pixel the nearest of these.
_CHOOSE_COLOURS: Final = """async (data) => {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
  const {width, height} = picture;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  context.drawImage(picture, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const palette = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 256).map(([pixel]) => pixel);
  const parts = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
  const known = palette.map(parts);
  const nearest = new Map(palette.map((pixel, place) => [pixel, place]));
  const find = (pixel) => {
    const [r, g, b] = parts(pixel);
    let best = 0, least = Infinity;
    known.forEach(([kr, kg, kb], place) => {
      const apart = (r - kr) ** 2 + (g - kg) ** 2 + (b - kb) ** 2;
      if (apart < least) [best, least] = [place, apart];
    });
    nearest.set(pixel, best);
    return best;
  };
  const places = Uint8Array.from(pixels, (pixel) => nearest.get(pixel) ?? find(pixel));
  let text = '';
  for (let at = 0; at < places.length; at += 32768) text += String.fromCharCode(...places.subarray(at, at + 32768));
  return {width, height, palette: known.flat(), places: btoa(text)};
}"""


def shrink(page: Page, picture: bytes) -> bytes:
    """The same picture with 256 colours; the page has to be one without a policy, such as about:blank."""
    found: dict[str, Any] = page.evaluate(_CHOOSE_COLOURS, base64.b64encode(picture).decode())
    width, height = int(found["width"]), int(found["height"])
    places = base64.b64decode(found["places"])
    rows = b"".join(b"\0" + places[start : start + width] for start in range(0, width * height, width))
    return _SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(found["palette"])),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
