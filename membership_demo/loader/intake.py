"""A neighbour's register: a small shop was taken over, with two rows to clear up."""

import base64

TITLE = "云顶茶铺会员名册 Register of Yunding Tea"
ROWS = (
    "姓名,手机号,会员等级,开卡日期",
    "蒋雯 Jiang Wen,19900008001,银卡,2024-03-05",
    "顾城 Gu Cheng,19900008002,普通,2024-06-18",
    "汤敏 Tang Min,19900008003,金卡,2023-11-30",
    "万里 Wan Li,1990000,普通,2024-09-01",
    "常青 Chang Qing,19900008005,钻石卡,2025-01-12",
    "秦岭 Qin Ling,19900008006,普通,2025-04-27",
)


def build(stage):
    """Imported by head office; the bad rows came back with their reasons."""
    record = (
        stage.env["membership.register.import"]
        .with_user(stage.users["manager"])
        .create(
            {
                "name": TITLE,
                "file": base64.b64encode("\n".join(ROWS).encode()),
                "filename": "yunding.csv",
                "company_id": stage.chain.id,
            }
        )
    )
    record.action_check()
    record.action_import()
