"""The files that the origin has: the same in every run, as all of them come from one seed."""
import gzip
import math
import random
import string
from dataclasses import dataclass

# What a PNG begins with: a cache that looks whether content is what its URL promises finds that it is.
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
SIZES = {"1k": 1 << 10, "10k": 10 << 10, "100k": 100 << 10, "1m": 1 << 20, "10m": 10 << 20}
SCRIPT = 100 << 10

MIXED, RANKED = 500, 0.9
DISK_MEMORY, DISK_SIZE = 16 << 20, 20 << 10
DISK_FILES = 10 * DISK_MEMORY // DISK_SIZE
DRAWS = 50_000


@dataclass
class Corpus:
    """Paths of the mixed and of the disk's files, and files that hold the order in which to ask for them."""

    root: object
    mix: list
    disk: list
    mix_draws: object
    disk_draws: object


def build(directory):
    chance = random.Random(6)
    root = directory / "files"
    root.mkdir()
    for name, size in SIZES.items():
        (root / f"{name}.png").write_bytes(image(chance, size))
    scripts(root, chance)
    mix = [put(root, f"mix/{number}.png", image(chance, web_size(chance))) for number in range(MIXED)]
    disk = [f"disk/{number}.png" for number in range(DISK_FILES)]
    weights = [1 / rank ** RANKED for rank in range(1, MIXED + 1)]
    return Corpus(root, mix, disk,
                  drawn(directory / "mix.draws", chance.choices(mix, weights, k=DRAWS)),
                  drawn(directory / "disk.draws", chance.choices(disk, k=DRAWS)))


def fill_disk(corpus):
    """Only made when it is asked for, as it takes a while."""
    chance = random.Random(20)
    for path in corpus.disk:
        put(corpus.root, path, image(chance, DISK_SIZE))


def scripts(root, chance):
    """A script of 100 KB, and the same where the origin has it packed as well."""
    words = ["".join(chance.choices(string.ascii_lowercase, k=chance.randint(2, 9))) for _ in range(400)]
    text = ""
    while len(text) < SCRIPT:
        made, called, given = chance.choices(words, k=3)
        text += f"const {made} = {called}({given}, {chance.randint(0, 999)});\n"
    content = text[:SCRIPT].encode()
    put(root, "script.js", content)
    put(root, "packed/script.js", content)
    put(root, "packed/script.js.gz", gzip.compress(content, 6, mtime=0))


def put(root, path, content):
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_bytes(content)
    return path


def image(chance, size):
    return PNG + chance.randbytes(size - len(PNG))


def web_size(chance):
    """As those of a web page's files: half below 8 KB, some a hundred times as large."""
    return min(2 << 20, max(200, round(8192 * math.exp(chance.gauss(0, 1.4)))))


def drawn(file, paths):
    file.write_text("".join(f"/{path}\n" for path in paths))
    return file
