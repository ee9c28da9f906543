"""Whoever holds the last exported heads sees every change of the chain, and which entry is the first bad one."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone

import pytest

from gongkai.audit.chain import (
    SHA256,
    START,
    Anchor,
    BadAnchor,
    Link,
    UnknownAlgorithm,
    Verdict,
    anchors_of,
    digest,
    stamp,
    verify,
)

MORNING = datetime(2024, 3, 1, 8, tzinfo=UTC)
LENGTH, EVERY = 40, 10
MUTATIONS = 1000


def chained(bare: list[Link], previous: str = START) -> list[Link]:
    """Entries with their chain made anew, as one who rules the database can."""
    links = []
    for link in bare:
        link = link._replace(previous=previous, digest="")
        links.append(link._replace(digest=digest(link)))
        previous = links[-1].digest
    return links


def chain() -> list[Link]:
    """Forty entries of an office."""
    return chained(
        [
            Link(
                n,
                MORNING + timedelta(minutes=n),
                f"member:{n % 3}",
                "file_stored",
                f"file:{n}",
                f'{{"size":{n}}}',
                SHA256,
                "",
                "",
            )
            for n in range(1, LENGTH + 1)
        ]
    )


WHOLE = chain()
ANCHORS = [Anchor(n, WHOLE[n - 1].digest, SHA256, stamp(WHOLE[n - 1].at)) for n in range(EVERY, LENGTH + 1, EVERY)]


def head_of(links: list[Link]) -> tuple[int, str]:
    """The head that fits the last entry."""
    return (links[-1].seq, links[-1].digest) if links else (0, START)


def edited(link: Link, dice: random.Random) -> Link:
    """An entry with one of its parts changed."""
    part = dice.choice(Link._fields[1:])
    value = getattr(link, part)
    if part == "at":
        return link._replace(at=value + timedelta(microseconds=dice.randint(1, 10**9)))
    place = dice.randrange(len(value))
    other = dice.choice([sign for sign in "0123456789abcdef:;" if sign != value[place]])
    return link._replace(**{part: value[:place] + other + value[place + 1 :]})


def at_next_anchor(number: int) -> int:
    """The first anchored entry from this one on."""
    return -(-number // EVERY) * EVERY


def mutate(dice: random.Random) -> tuple[str, list[Link], tuple[int, str] | None, int]:
    """A way to spoil the chain: its name, the entries and the head afterwards, and the first bad number."""
    links, k = list(WHOLE), dice.randint(1, LENGTH)
    match dice.choice(["edit", "delete", "swap", "insert", "truncate", "rewrite", "backup", "head", "beheaded"]):
        case "edit":
            links[k - 1] = edited(links[k - 1], dice)
            return "edit", links, head_of(WHOLE), k
        case "delete":
            k = dice.randint(1, LENGTH - 1)
            del links[k - 1]
            return "delete", links, head_of(WHOLE), k
        case "swap":
            k = dice.randint(1, LENGTH - 1)
            one, two = links[k - 1], links[k]
            links[k - 1 : k + 1] = [two._replace(seq=k), one._replace(seq=k + 1)]
            return "swap", links, head_of(WHOLE), k
        case "insert":
            links.insert(k - 1, edited(links[k - 1], dice)._replace(seq=k))
            links[k:] = [link._replace(seq=link.seq + 1) for link in links[k:]]
            return "insert", links, head_of(links), k
        case "truncate":
            return "truncate", links[: k - 1], head_of(WHOLE), k
        case "rewrite":
            links[k - 1] = links[k - 1]._replace(body='{"size":0}')
            return "rewrite", chained(links), head_of(chained(links)), at_next_anchor(k)
        case "backup":
            return "backup", links[: k - 1], head_of(links[: k - 1]), k
        case "head":
            return "head", links, (LENGTH, "f" * 64), LENGTH + 1
        case _:
            return "beheaded", links, None, LENGTH + 1


def test_a_thousand_mutations_are_all_seen() -> None:
    """Edit, delete, swap, insert, truncate, a chain written anew, an old backup, a changed or missing head."""
    dice = random.Random(20240301)  # noqa: S311 a test is repeatable
    seen = set()
    for _ in range(MUTATIONS):
        name, links, head, bad = mutate(dice)
        verdict = verify(links, head, ANCHORS)
        assert (verdict.is_whole, verdict.seq) == (False, bad), (name, verdict)
        assert verdict.reason_en
        seen.add(name)
    assert len(seen) == 9


def test_without_an_anchor_a_cut_end_is_not_seen() -> None:
    """Why heads must leave the database: this is what a chain alone cannot tell."""
    assert verify(WHOLE[:30], head_of(WHOLE[:30])).is_whole
    assert not verify(WHOLE[:30], head_of(WHOLE[:30]), ANCHORS).is_whole


def test_a_whole_chain_is_whole() -> None:
    """The chain, its beginning with its own head, and nothing at all."""
    assert verify(WHOLE, head_of(WHOLE), ANCHORS) == Verdict(LENGTH)
    assert verify(iter(WHOLE[:10]), head_of(WHOLE[:10]), ANCHORS[:1]).is_whole
    assert verify([], (0, START)).is_whole


def test_the_digest_is_what_it_was() -> None:
    """A stored chain stays true: this digest was written down when the chain was defined; zones do not matter."""
    link = Link(1, MORNING, "", "file_stored", "file:1", '{"size":1}', SHA256, START, "")
    assert digest(link) == "c3025403453164e74e2ecf46d3ecc747d2a01051b2bca4b40873a421ff40f1dc"
    shanghai = timezone(timedelta(hours=8))
    assert digest(link._replace(at=MORNING.astimezone(shanghai))) == digest(link)


def test_parts_do_not_run_into_each_other() -> None:
    """Text moved from one part to the next makes another digest, a zero byte included."""
    link = Link(1, MORNING, "ab", "c", "d", "e", SHA256, START, "")
    others = [
        link._replace(actor="a", kind="bc"),
        link._replace(actor="ab\0", kind=""),
        link._replace(about="", body="de"),
    ]
    assert len({digest(one) for one in [link, *others]}) == 4


def test_an_unknown_algorithm_is_no_pass() -> None:
    """An entry of another algorithm is bad, not skipped."""
    link = WHOLE[0]._replace(algorithm="none")
    with pytest.raises(UnknownAlgorithm):
        digest(link)
    assert verify([link], head_of([link])).seq == 1


def test_anchors_are_read_back() -> None:
    """A file of lines; a wrong one is named by its number."""
    text = "".join(anchor.line() for anchor in ANCHORS)
    assert anchors_of(text) == ANCHORS
    with pytest.raises(BadAnchor, match="2"):
        anchors_of(ANCHORS[0].line() + "1 abc\n")
