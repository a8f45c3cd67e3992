"""What shops write above the columns of a register, in Chinese and English."""


def _split(text):
    return tuple(part.strip() for part in text.split(","))


HEADINGS = {
    "card": _split(
        "会员卡号, 卡号, 会员号, 会员编号, 卡编号, 会员卡, 卡号码, 實體卡號, "
        "會員卡號, card, card no, card no., card number, card id, member no, "
        "member number, membership number"
    ),
    "name": _split(
        "姓名, 会员姓名, 名字, 客户姓名, 会员名称, 会员名, 顾客姓名, 客户名称, "
        "會員姓名, name, full name, member, member name, customer, customer name"
    ),
    "phone": _split(
        "手机, 手机号, 手机号码, 电话, 联系电话, 电话号码, 联系方式, 会员手机, "
        "会员手机号, 移动电话, 手機, phone, phone number, mobile, mobile phone, "
        "mobile number, mobile no, phone no, tel, tel no, telephone, cell, cell phone, "
        "contact number, contact no"
    ),
    "gender": _split("性别, 會員性別, gender, sex"),
    "birthday": _split(
        "生日, 出生日期, 会员生日, 出生年月日, 生日日期, birthday, birthdate, "
        "birth date, date of birth, dob"
    ),
    "level": _split(
        "级别, 等级, 会员级别, 会员等级, 等级名称, 级别名称, 会员级别名称, "
        "会员等级名称, 卡等级, 卡级别, level, "
        "tier, member level, membership level"
    ),
    "principal": _split(
        "储值余额, 余额, 本金, 储值, 本金余额, 充值余额, 账户余额, 卡余额, 卡内余额, "
        "可用余额, 剩余金额, 剩余储值, 储值金额, 储值本金, balance, principal, "
        "stored value, card balance, "
        "account balance, credit"
    ),
    "bonus": _split(
        "赠送余额, 赠金, 赠送, 储值赠送, 赠送金额, 赠金余额, 储值赠金, 余额赠送, "
        "bonus, bonus balance, gift balance"
    ),
    "points": _split(
        "积分, 积分余额, 可用积分, 当前积分, 剩余积分, 会员积分, points, "
        "point balance, points balance, loyalty points"
    ),
    "bonus_expiry": _split(
        "赠金有效期, 赠金到期日, 赠金到期日期, 赠金有效期至, 赠金过期日期, "
        "bonus valid until, bonus expiry, bonus expires on"
    ),
    "points_expiry": _split(
        "积分有效期, 积分到期日, 积分到期日期, 积分有效期至, 积分过期日期, "
        "积分到期时间, points valid until, points expiry, points expire on"
    ),
    "outlet": _split(
        "开卡门店, 门店, 店铺, 网点, 开卡网点, 所属门店, 注册门店, 归属门店, "
        "门店名称, store, outlet, shop, branch, home store"
    ),
    "joined_on": _split(
        "开卡日期, 入会日期, 注册日期, 开卡时间, 入会时间, 注册时间, 办卡日期, "
        "加入日期, joined, joined on, since, join date, member since, "
        "registration date"
    ),
    "email": _split(
        "邮箱, 电子邮箱, 邮件, 电子邮件, email, e-mail, mail, email address"
    ),
    "referrer": _split(
        "推荐人手机, 推荐人电话, 推荐人, 推荐人手机号, 介绍人手机, referrer, "
        "referrer phone, referred by"
    ),
    "comment": _split("备注, 说明, 备注信息, note, notes, remark, remarks, comment"),
}
