using Microsoft.Extensions.Options;

namespace Dashboard.SnapTrade;

/// <summary>
/// The API root in force. It comes from configuration; the simulator, which lives on this server's own
/// address, sets it as soon as that address is known.
/// </summary>
public sealed class SnapTradeEndpoint(IOptions<SnapTradeOptions> options)
{
    private volatile string _baseUrl = options.Value.BaseUrl.TrimEnd('/');

    /// <summary>Without a trailing slash.</summary>
    public string BaseUrl
    {
        get => _baseUrl;
        set => _baseUrl = value.TrimEnd('/');
    }
}
