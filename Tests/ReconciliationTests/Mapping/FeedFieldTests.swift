import Reconciliation
import Testing

@Suite struct FeedFieldTests {
    @Test func everyFieldIsReadFromItsName() {
        for field in FeedField.named + [.path(.lineCustom("a b")), .path(.orderCustom("x"))] {
            #expect(FeedField(field.description) == field)
        }
    }

    @Test(arguments: ["", "order", "order.custom.", "line.total", "Order.number"])
    func otherNamesAreNone(name: String) {
        #expect(FeedField(name) == nil)
    }
}
