using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Simulator.State;

/// <summary>The brokerages of the simulated SnapTrade, most popular first. Their ids never change.</summary>
public static class BrokerageCatalog
{
    public static IReadOnlyList<SimulatedBrokerage> All { get; } =
    [
        Brokerage("QUESTRADE", "Questrade", "questrade.com", popularity: 32, fragility: 1.2),
        Brokerage("ROBINHOOD", "Robinhood", "robinhood.com", popularity: 28, fragility: 1.4) with
        {
            Degraded = true,
        },
        Brokerage("SCHWAB", "Charles Schwab", "schwab.com", popularity: 22, fragility: 1.6),
        Brokerage("FIDELITY", "Fidelity", "fidelity.com", popularity: 20, fragility: 0.9, trading: false),
        Brokerage("WEALTHSIMPLE", "Wealthsimple", "wealthsimple.com", popularity: 18, fragility: 1.1),
        Brokerage("IBKR", "Interactive Brokers", "interactivebrokers.com", popularity: 16, fragility: 0.7),
        Brokerage("COINBASE", "Coinbase", "coinbase.com", popularity: 14, fragility: 0.6),
        Brokerage("ETRADE", "E*TRADE", "etrade.com", popularity: 12, fragility: 1.8),
        Brokerage("VANGUARD", "Vanguard", "vanguard.com", popularity: 11, fragility: 1.3, trading: false),
        Brokerage("WEBULL", "Webull", "webull.com", popularity: 10, fragility: 0.9),
        Brokerage("ALPACA", "Alpaca", "alpaca.markets", popularity: 9, fragility: 0.3),
        Brokerage("TRADESTATION", "TradeStation", "tradestation.com", popularity: 7, fragility: 0.8) with
        {
            DeliversData = false,
        },
        Brokerage("KRAKEN", "Kraken", "kraken.com", popularity: 7, fragility: 0.4),
        Brokerage("BINANCE", "Binance", "binance.com", popularity: 6, fragility: 0.5),
        Brokerage("TASTYTRADE", "tastytrade", "tastytrade.com", popularity: 5, fragility: 0.8),
        Brokerage("TRADING212", "Trading 212", "trading212.com", popularity: 5, fragility: 0.6),
        Brokerage("PUBLIC", "Public", "public.com", popularity: 4, fragility: 0.7),
        Brokerage("TRADIER", "Tradier", "tradier.com", popularity: 3, fragility: 0.5),
        Brokerage("STAKE", "Stake", "hellostake.com", popularity: 3, fragility: 0.9, trading: false),
        Brokerage("MOOMOO", "moomoo", "moomoo.com", popularity: 2, fragility: 1.0),
    ];

    private static SimulatedBrokerage Brokerage(
        string slug,
        string name,
        string host,
        int popularity,
        double fragility,
        bool trading = true
    ) => new(StableId(slug), slug, name, $"https://{host}", trading, fragility, popularity);

    private static string StableId(string slug) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"brokerage:{slug}")).AsSpan(0, 16)).ToString();
}
