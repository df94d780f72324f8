using System.Globalization;
using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Generation;

/// <summary>Makes new, healthy connections with accounts behind them.</summary>
internal static class AuthorizationFactory
{
    private static readonly IReadOnlyList<string> AccountNames =
    [
        "Individual",
        "Margin",
        "TFSA",
        "RRSP",
        "Roth IRA",
        "Cash",
        "Joint",
    ];

    public static SimulatedAuthorization Create(
        SimulatedUser user,
        SimulatedBrokerage brokerage,
        Dice dice,
        DateTimeOffset createdAt
    )
    {
        var type = brokerage.AllowsTrading && dice.Chance(0.3) ? "trade" : "read";
        var accounts = Enumerable.Range(0, 1 + dice.Below(3)).Select(_ => Account(dice)).ToArray();
        var login = user.Email.Split('@')[0];
        var name = string.Create(CultureInfo.InvariantCulture, $"Connection-{1 + dice.Below(3)}");
        return new(dice.Id(), user.UserId, brokerage.Id, name, type, login, createdAt, null, accounts);
    }

    private static SimulatedAccount Account(Dice dice)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"{10_000_000 + dice.Below(90_000_000)}");
        return new(dice.Id(), dice.Pick(AccountNames), number);
    }
}
