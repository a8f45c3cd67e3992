"""What goes on with the dealers: cases, smallest orders, somebody who applies."""

# Code of a product: pieces in a case.
CASES = (("G04", 6), ("P04", 12), ("F01", 12), ("F03", 12))
LEAST_ORDER = 800
APPLICANT = {
    "company_name": "苏州观前茶行 Suzhou Guanqian",
    "vat": "91320508MA1XEXAMPL",
    "contact_name": "陆建华 Lu Jianhua",
    "email": "guanqian@dealers.example.com",
    "phone": "199 0000 8899",
    "street": "姑苏区观前街120号",
    "city": "苏州",
    "message": "两家门店，主营绿茶，预计每月进货三万元。 Two shops, mostly green tea; "
    "about ¥30,000 a month.",
}


def build(stage):
    """Order quantities, the smallest order of agents, an application to answer."""
    env, company = stage.env, stage.chain
    env["membership.dealer.quantity"].create(
        [
            {
                "product_tmpl_id": stage.products[code].product_tmpl_id.id,
                "multiple": pieces,
                "company_id": company.id,
            }
            for code, pieces in CASES
        ]
    )
    agent = env.ref("__demo__.dealer_gz").level_id
    agent.minimum_order = LEAST_ORDER
    application = env["membership.dealer.application"].create(
        APPLICANT
        | {
            "company_id": company.id,
            "country_id": env.ref("base.cn").id,
            "territory_id": env.ref("__demo__.dealer_hz").territory_id.id,
            "lang": "zh_CN",
        }
    )
    application._start_chain()
    stage.name(application, "dealer_application")
