"""What a buyer does in Tryton, through Tryton's own client (proteus) over the network.

    purchases.py URL CERTIFICATE PASSWORD-FILE VERB [ARGUMENTS]

Verbs: `setup` makes a company and prints the key of a REST application; `create DESCRIPTION AMOUNT` makes a draft and prints
its id; `confirm ID`, `amend ID AMOUNT` and `cancel ID` do what they say; `issue COUNT` creates and confirms so many.
"""
import datetime
import decimal
import ssl
import sys

from proteus import Model
from proteus.config import set_xmlrpc_session


def setup():
    from trytond.modules.account.tests.tools import create_chart, create_fiscalyear, get_accounts
    from trytond.modules.account_invoice.tests.tools import set_fiscalyear_invoice_sequences
    from trytond.modules.company.tests.tools import create_company, get_company
    from trytond.modules.currency.tests.tools import get_currency

    create_company(currency=get_currency('USD'))
    create_chart()
    user = Model.get('res.user')(1)
    company = get_company()
    user.companies.append(company)
    user.company = company
    user.save()
    fiscalyear = set_fiscalyear_invoice_sequences(create_fiscalyear(today=datetime.date.today()))
    fiscalyear.click('create_period')
    supplier = Model.get('party.party')(name='Amazon Web Services')
    supplier.save()
    account = get_accounts()['expense']
    category = Model.get('product.category')(name='Software', accounting=True, account_expense=account)
    category.save()
    unit, = Model.get('product.uom').find([('name', '=', 'Unit')])
    template = Model.get('product.template')(name='Subscription', default_uom=unit, type='service', purchasable=True)
    template.list_price = decimal.Decimal('1')
    template.account_category = category
    template.save()
    application = Model.get('res.user.application')(user=user, application='rest')
    application.save()
    application.reload()
    return application.key


def create(description, amount):
    purchase = Model.get('purchase.purchase')()
    purchase.party, = Model.get('party.party').find([('name', '=', 'Amazon Web Services')])
    purchase.invoice_method = 'manual'
    line = purchase.lines.new()
    line.product, = Model.get('product.product').find([('name', '=', 'Subscription')])
    line.description = description
    line.quantity = 1
    line.unit_price = decimal.Decimal(amount)
    purchase.save()
    return purchase.id


def confirm(identifier):
    purchase = Model.get('purchase.purchase')(int(identifier))
    purchase.click('quote')
    purchase.click('confirm')
    purchase.reload()
    return f'{purchase.number} {purchase.state}'


def amend(identifier, amount):
    purchase = Model.get('purchase.purchase')(int(identifier))
    amendment = purchase.amendments.new()
    line = amendment.lines.new()
    line.action = 'line'
    line.line = purchase.lines[0]
    line.unit_price = decimal.Decimal(amount)
    amendment.save()
    amendment.click('validate_amendment')
    purchase.reload()
    return f'{purchase.number} revision {purchase.revision} {purchase.total_amount}'


def issue(count):
    for number in range(int(count)):
        confirm(create(f'SaaS agmt-{number}', f'{number}.25'))


def cancel(identifier):
    purchase = Model.get('purchase.purchase')(int(identifier))
    purchase.click('cancel')
    purchase.reload()
    return purchase.state


def main():
    url, certificate, password_file, verb, *arguments = sys.argv[1:]
    with open(password_file) as handle:
        password = handle.read().strip()
    context = ssl.create_default_context(cafile=certificate)
    verbs = {'setup': setup, 'create': create, 'confirm': confirm, 'amend': amend, 'cancel': cancel, 'issue': issue}
    with set_xmlrpc_session(url, 'admin', password, context=context):
        print(verbs[verb](*arguments))


if __name__ == '__main__':
    main()
