import Foundation
import Transport

extension Request {
    /// A parameter of the query, unescaped.
    func parameter(_ name: String) -> String? {
        URLComponents(string: url)?.queryItems?.first { $0.name == name }?.value
    }
}
