"""Services, and gifts that wait at the counter: how the chain says thank you."""

from datetime import datetime, time, timedelta

SERVICES = (  # from which rung on: name, how, and both in Chinese
    (1, "Gift wrapping", "Free of charge", "免费礼品包装", "到店即享"),
    (2, "Home delivery", "Within the city, from 200", "同城送货", "满200元免费"),
    (3, "Tasting", "Twice a year, by invitation", "专属品鉴会", "每年两次，凭邀请"),
)
PACKS = (  # occasion, name, what is in it, and both in Chinese
    ("upgrade", "Upgrade Gift", "A tin of jasmine tea", "升级礼包", "茉莉花茶一罐"),
    ("birthday", "Birthday", "A pot of tea for two", "生日礼", "双人茶饮一壶"),
    ("joining", "Joining Day", "Coupon: 20 off", "入会周年礼", "20元优惠券"),
)
WAITING_DAYS = 30
HANDED_OVER = 3  # every third gift is with its member already


def give(stage):
    """List the services, make the packs, and give those of this month."""
    with stage.clock.running():
        stage.clock.set(datetime.combine(stage.story.last_day, time(22)))
        for company in stage.companies:
            _list_services(stage, company)
            upgrade, *yearly = [_make_pack(stage, company, facts) for facts in PACKS]
            _give_upgrades(stage, company, upgrade)
            for pack in yearly:
                _give_yearly(stage, pack)
        Line = stage.env["membership.gift.line"].sudo()
        for line in Line.search([], order="id")[::HANDED_OVER]:
            line._set_done(line.member_id.outlet_id)


def _list_services(stage, company):
    ladder = stage.env["membership.level"]._get_ladder(company)
    for rank, name, note, chinese, chinese_note in SERVICES:
        service = stage.env["membership.level.service"].create(
            {
                "name": name,
                "note": note,
                "company_id": company.id,
                "sequence": rank,
                "level_ids": ladder[rank:].ids,
            }
        )
        stage.say_in_chinese(service, "name", chinese)
        stage.say_in_chinese(service, "note", chinese_note)


def _make_pack(stage, company, facts):
    occasion, name, content, chinese, chinese_content = facts
    pack = stage.env["membership.gift.pack"].create(
        {
            "name": name,
            "occasion": occasion,
            "company_id": company.id,
            "good_days": WAITING_DAYS,
            "line_ids": [(0, 0, {"kind": "coupon", "name": content})],
        }
    )
    stage.say_in_chinese(pack, "name", chinese)
    stage.say_in_chinese(pack.line_ids, "name", chinese_content)
    return pack


def _give_upgrades(stage, company, pack):
    """To those who rose in the last month and are still there."""
    first = stage.story.last_day - timedelta(days=WAITING_DAYS)
    events = stage.env["membership.level.event"].search(
        [("date", ">=", first), ("member_id.company_id", "=", company.id)]
    )
    risen = events.filtered(
        lambda event: (
            event.level_to_id == event.member_id.level_id
            and event.level_to_id._is_above(event.level_from_id)
        )
    )
    for level, mine in risen.grouped("level_to_id").items():
        stage.env["membership.member"]._grant_upgrade_gifts(level, mine.member_id.ids)


def _give_yearly(stage, pack):
    rows = stage.env["membership.member"]._find_yearly_gifts(pack, stage.story.last_day)
    stage.env["membership.gift"]._grant(pack, rows)
