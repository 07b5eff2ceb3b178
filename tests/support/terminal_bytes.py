"""Input for a terminal: whole, broken and hostile sequences."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

NUMBERS = (b"", b"0", b"1", b"2", b"9", b"27", b"35", b"64", b"200", b"201", b"255", b"999", b"55296", b"65535")
NUMBERS += (b"1114111", b"1114112", b"4294967296", b"9" * 40, b"-1", b"-9999999999", b"1:2", b":", b"1e9")

HOSTILE_SEQUENCES = [
    b"\xff",
    b"\xe9a",
    b"\xc3",
    b"\xf0\x9f\x91",
    b"\xed\xa0\x80",
    b"\xf5\x80\x80\x80",
    b"\xc2\x9b31m",
    b"\x1b[M \xa0%",
    b"\x1b[M",
    b"\x1b[M\xff\xff\xff",
    b"\x1b[48;40;120;0;0t\x1b[<35;10;10M",
    b"\x1b[48;0;0;0;0t\x1b[<0;1;1M",
    b"\x1b[48;99999;99999;1;1t",
    b"\x1b[?2048;1$y\x1b[?2048;2$y\x1b[?1016;1$y",
    b"\x1b[1114112;1u",
    b"\x1b[99999999999999999999u",
    b"\x1b[97;99999999;1114112u",
    b"\x1b[55296;1u",
    b"\x1b[97;1;55296:57343u",
    b"\x1b[;;u",
    b"\x1b[97;1:3u",
    b"\x1b[<0;99999999999;99999999999M",
    b"\x1b[<9999999999;1;1M",
    b"\x1b[<0;0;0M\x1b[<0;0;0m",
    b"\x1b[<64;-1;-1M",
    b"\x1b[<66;9999;9999M\x1b[<67;9999;9999M",
    b"\x1b[200~",
    b"\x1b[200~1\r1\r1\r",
    b"\x1b[201~\x1b[201~",
    b"\x1b]0;never ends",
    b"\x1bP1;2;3|never ends",
    b"\x1b_never ends",
    b"\x1b^never ends\x1bX",
    b"\x1b[" + b"1;" * 3000,
    b"\x1b]" + b"x" * 9000,
    b"\x1b[[",
    b"\x1b[[\xff",
    b"\x1bO",
    b"\x1bO1234",
    b"\x1b" * 50,
    b"\x00\x01\x02\x04\x05\x1c\x1d\x1e\x1f\x7f",
    b"\x1b[I\x1b[O\x1b[O",
    b"\x1b[9999999999;9999999999R",
    b"\x1bc\x1b[!p\x1b#8",
    bytes(range(128, 256)),
]


def make_sequence(generator: random.Random) -> bytes:
    """Bytes of a random kind: text, a key, a mouse report, a report, a string, noise, or pieces of them."""

    def number() -> bytes:
        return generator.choice(NUMBERS) if generator.random() < 0.4 else b"%d" % generator.randrange(200)

    def parameters() -> bytes:
        return b";".join(number() for _ in range(generator.randrange(6)))

    def pick(*choices: bytes) -> bytes:
        return generator.choice(choices)

    kinds: tuple[Callable[[], bytes], ...] = (
        lambda: generator.randbytes(generator.randrange(1, 12)),
        lambda: b"\x1b[" + parameters() + bytes([generator.randrange(0x40, 0x7F)]),
        lambda: b"\x1b[<" + b";".join((number(), number(), number())) + pick(b"M", b"m"),
        lambda: b"\x1b[M" + generator.randbytes(generator.randrange(4)),
        lambda: b"\x1b[" + b";".join((number(), number(), b":".join((number(), number())))) + b"u",
        lambda: b"\x1b[48;" + b";".join(number() for _ in range(4)) + b"t",
        lambda: b"\x1b" + pick(b"]", b"P", b"_", b"^", b"X") + generator.randbytes(8) + pick(b"\x07", b"\x1b\\", b""),
        lambda: pick(b"\x1b[200~", b"\x1b[201~", b"\x1b[I", b"\x1b[O", b"\x1b", b"\x1b[", b"\x1bO"),
        lambda: pick(*HOSTILE_SEQUENCES)[: generator.randrange(1, 60)],
        lambda: pick(b"\t", b"\r", b"\n", b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[5~", b"\x1b[6~"),
        lambda: pick(b"1", b"2", b"3", b" ", b"\x7f", b"a", b"/", b"?", b"\x1bOP", b"\x1b[15~"),
        lambda: "".join(chr(generator.choice((33, 65, 0xE9, 0x674E, 0x1F44D))) for _ in range(4)).encode(),
    )
    return generator.choice(kinds)()
