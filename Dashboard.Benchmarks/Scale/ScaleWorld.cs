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
            List<ScaleBrokerage> taken = [];
            foreach (var fate in fates)
                Lives.Add(DrawLife(user, fate, taken));
            yield return row;
        }
    }

    // Two connections of a user at one brokerage would look like duplicates.
    private ScaleLife DrawLife(ScaleUser user, Fate fate, List<ScaleBrokerage> taken)
    {
        var brokerage = dice.PickWeighted(ScaleBrokerages.All, b => taken.Contains(b) ? 0 : b.Weight);
        var createdAt =
            taken.Count == 0
                ? user.RegisteredAt.AddSeconds(5)
                : dice.Between(user.RegisteredAt.AddSeconds(5), settings.Now.AddSeconds(-1));
        taken.Add(brokerage);
        return new()
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
}
