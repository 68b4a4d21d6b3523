"""The people of the sample world and their sign-ins."""

import secrets
from pathlib import Path

from api.cli.demo.world import Chapter, World, at

SIGN_INS = "demo-sign-ins.txt"
EVALUATORS = ("evaluator1", "evaluator2", "evaluator3", "evaluator4", "evaluator5")
PEOPLE = (
    ("operator", "周敏", "operator", ""), ("manager", "陈立", "manager", ""), ("legal", "何静", "legal", ""),
    ("procurement", "许航", "procurement", ""), ("auditor", "沈岚", "auditor", ""), ("admin", "管理员", "admin", ""),
    ("evaluator1", "陈启明", "evaluator", ""), ("evaluator2", "高雯", "evaluator", ""),
    ("evaluator3", "李卓", "evaluator", ""), ("evaluator4", "吴思远", "evaluator", ""),
    ("evaluator5", "孙悦", "evaluator", ""),
    ("jieshe", "罗静怡（洁舍）", "vendor", "V-01"), ("jiangxiu", "蒋师傅（匠修）", "vendor", "V-06"),
    ("yunying", "云晓（云应）", "vendor", "V-07"),
)  # fmt: skip
"""Name to sign in with, name shown, role, vendor."""


def chapter(world: World, folder: Path) -> Chapter:
    """On the first day everybody gets a sign-in, written to a file that only its owner can read (decision 15)."""
    yield at("2026-03-02 09:10")
    lines = [f"{name}\t{secrets.token_urlsafe(9)}\t{role}" for name, _, role, _ in PEOPLE]
    for line, (name, shown, role, vendor) in zip(lines, PEOPLE, strict=True):
        world.passwords[name] = line.split("\t")[1]
        world.app.sign_in.add_user(world.admin, name, shown, world.passwords[name], role, vendor)
    lines.append(f"API key\t{world.app.sign_in.add_key(world.admin, 'demo', 'service')}\tservice")
    file = folder / SIGN_INS
    file.touch(mode=0o600)
    file.write_text("\n".join(lines) + "\n", "utf-8")
