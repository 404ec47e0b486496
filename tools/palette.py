"""Pictures with a palette: screenshots of pages have few colours, and so become small files."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode, b64encode

from playwright.sync_api import Page

# Those that cover most of the page stay, the others become the nearest of them.
QUANTISE = """async (data) => {
  const image = new Image(); image.src = data; await image.decode();
  const canvas = document.createElement("canvas"); canvas.width = image.width; canvas.height = image.height;
  const context = canvas.getContext("2d"); context.drawImage(image, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map(); for (const p of pixels) counts.set(p, (counts.get(p) ?? 0) + 1);
  const often = [...counts].sort((a, b) => b[1] - a[1]).map(([p]) => p);
  const parts = (p) => [p & 255, (p >> 8) & 255, (p >> 16) & 255];
  const far = (a, b) => a.reduce((sum, part, index) => sum + (part - b[index]) ** 2, 0);
  const palette = [];
  for (let apart = 300; palette.length < 256 && apart >= 0; apart = apart > 8 ? apart >> 1 : apart - 1)
    for (const p of often) {
      if (palette.length === 256) break;
      const own = parts(p);
      // The light end is where soft shadows are: steps show there first.
      if (palette.every((other) => far(own, other) > (own[1] > 235 ? apart / 40 : apart))) palette.push(own);
    }
  const nearest = new Map();
  for (const p of often) {
    const own = parts(p); let best = 0;
    palette.forEach((other, index) => { if (far(own, other) < far(own, palette[best])) best = index; });
    nearest.set(p, best);
  }
  const indices = new Uint8Array(pixels.length); pixels.forEach((p, index) => { indices[index] = nearest.get(p); });
  let text = "";
  for (let at = 0; at < indices.length; at += 32768) text += String.fromCharCode(...indices.subarray(at, at + 32768));
  return { width: image.width, height: image.height, palette, indices: btoa(text) };
}"""


def small_png(page: Page, png: bytes) -> bytes:
    """The picture with a palette of 256 colours, packed as tightly as zlib can."""
    found = page.evaluate(QUANTISE, "data:image/png;base64," + b64encode(png).decode())
    width, height, indices = found["width"], found["height"], b64decode(found["indices"])
    rows = b"".join(b"\0" + indices[at * width : (at + 1) * width] for at in range(height))
    palette = bytes(part for colour in found["palette"] for part in colour)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
