using Dashboard.Data;
using Dashboard.Domain.Users;
using Dashboard.Simulator.Generation;

namespace Dashboard.Benchmarks.Scale;

/// <summary>Draws all users and their connections.</summary>
internal sealed class ScaleWorld(ScaleSettings settings, Dice dice, UserSecrets secrets)
{
    private readonly ScaleUsers _drawing = new(settings, dice, secrets);

    public List<ScaleUser> Users { get; } = [];
    public List<ScaleLife> Lives { get; } = [];

    /// <summary>Draws until there are enough connections.</summary>
    /// <returns>The rows of the users, which are not kept.</returns>
    public IEnumerable<SnapTradeUser> Draw()
    {
        while (Lives.Count < settings.Connections)
        {
            var count = Math.Min(ScaleLife.DrawCount(dice), settings.Connections - Lives.Count);
            Fate[] fates = [.. Enumerable.Range(0, count).Select(_ => ScaleLife.DrawFate(dice))];
            // A connection stays unknown because SnapTrade can't be asked about it.
            var (row, user) = _drawing.Draw(Users.Count + 1, canBeAsked: !fates.Contains(Fate.Unknown));
            Users.Add(user);
            List<ScaleLife> lives = [];
            foreach (var fate in fates)
                lives.Add(ConnectAgain(lives.LastOrDefault(), fate) ?? DrawLife(user, fate, lives));
            Lives.AddRange(lives);
            yield return row;
        }
    }

    // Half of the abandoned connections that another one follows were connected again instead of repaired.
    private ScaleLife? ConnectAgain(ScaleLife? broken, Fate fate)
    {
        if (broken is not { Fate: Fate.Abandoned } || !dice.Chance(0.5))
            return null;
        var from = broken.EndsAt.AddMinutes(1);
        var latest = settings.Now.AddSeconds(-1);
        return from < latest ? Make(broken.User, fate, broken.Brokerage, dice.Between(from, latest)) : null;
    }

    // Otherwise two connections of a user at one brokerage would look like duplicates.
    private ScaleLife DrawLife(ScaleUser user, Fate fate, List<ScaleLife> others)
    {
        var brokerage = dice.PickWeighted(
            ScaleBrokerages.All,
            b => others.Exists(o => o.Brokerage == b) ? 0 : b.Weight
        );
        var createdAt =
            others.Count == 0
                ? user.RegisteredAt.AddSeconds(5)
                : dice.Between(user.RegisteredAt.AddSeconds(5), settings.Now.AddSeconds(-1));
        return Make(user, fate, brokerage, createdAt);
    }

    private ScaleLife Make(ScaleUser user, Fate fate, ScaleBrokerage brokerage, DateTimeOffset createdAt) =>
        new()
        {
            Id = dice.Id(),
            User = user,
            Brokerage = brokerage,
            Fate = fate,
            CreatedAt = createdAt,
            EndsAt = fate is Fate.Abandoned or Fate.Deleted
                ? dice.Between(createdAt.AddMinutes(3), settings.Now)
                : DateTimeOffset.MaxValue,
        };
}
