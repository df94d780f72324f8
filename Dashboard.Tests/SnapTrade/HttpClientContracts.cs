using Dashboard.SnapTrade;
using Dashboard.Tests.SnapTrade.Contract;

namespace Dashboard.Tests.SnapTrade;

public sealed class HttpConnections() : ConnectionsContract(HttpClientContracts.Client);

public sealed class HttpUsers() : UsersContract(HttpClientContracts.Client)
{
    [Fact]
    public Task A_user_may_have_any_name() =>
        A_user_is_registered_renewed_and_deleted("a+b/c d&e=f@x%41?#~*'():|");
}

public sealed class HttpFailures() : FailuresContract(HttpClientContracts.Client);

public sealed class HttpWithoutAnswer() : NoAnswerContract(HttpClientContracts.Client);

internal static class HttpClientContracts
{
    public static ContractClient Client { get; } = new(SnapTradeOptions.HttpClient, _ => { });
}
