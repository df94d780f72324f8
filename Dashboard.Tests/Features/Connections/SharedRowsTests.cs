using System.Reflection;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections;

/// <summary>Screens have a row in common only while all of it is the same.</summary>
public sealed class SharedRowsTests
{
    private static readonly ConnectionRow Shown = Read();

    [Fact]
    public void A_row_that_is_read_again_is_the_one_that_another_screen_holds()
    {
        var held = SharedRows.Of(Read());

        Assert.Same(held, SharedRows.Of(Read()));
    }

    [Fact]
    public void A_row_in_which_anything_differs_is_another_row()
    {
        Differs(Shown, row => row);
        Differs(Shown.Brokerage!, brokerage => Read() with { Brokerage = brokerage });
        Differs(Shown.Triage!, triage => Read() with { Triage = triage });
    }

    [Fact]
    public void A_row_that_loses_its_decisions_or_its_brokerage_is_another_row()
    {
        var held = SharedRows.Of(Read());

        Assert.Null(SharedRows.Of(held with { Triage = null }).Triage);
        Assert.Null(SharedRows.Of(held with { Brokerage = null }).Brokerage);
        Assert.NotNull(SharedRows.Of(Read()).Triage);
    }

    /// <summary>Changes one property after the other, also those that nobody has written yet.</summary>
    private static void Differs<T>(T of, Func<T, ConnectionRow> rowWith)
        where T : notnull
    {
        var changed = 0;
        foreach (
            var property in typeof(T)
                .GetProperties()
                .Where(p =>
                    p.GetSetMethod(nonPublic: true) is not null && p.Name != nameof(Brokerage.RefreshedAt)
                )
        )
        {
            var held = SharedRows.Of(Read());
            var copy = (T)Copy.Invoke(of, null)!;
            property.SetValue(copy, Other(property.PropertyType, property.GetValue(of)));
            var row = rowWith(copy);
            Assert.True(
                ReferenceEquals(row, SharedRows.Of(row)),
                $"{typeof(T).Name}.{property.Name} differs, but the row of another screen was taken"
            );
            GC.KeepAlive(held);
            changed++;
        }
        Assert.True(changed > 4, $"{changed} properties");
    }

    private static readonly MethodInfo Copy = typeof(object).GetMethod(
        nameof(MemberwiseClone),
        BindingFlags.Instance | BindingFlags.NonPublic
    )!;

    private static object? Other(Type type, object? value) =>
        value switch
        {
            string text => text + "!",
            bool flag => !flag,
            long number => number + 1,
            DateTimeOffset at => at.AddTicks(1),
            Enum => Enum.GetValues(value.GetType()).Cast<object>().First(v => !v.Equals(value)),
            // Whole parts of the row: other tests look into them.
            not null when type.IsClass => null,
            _ => throw new InvalidOperationException($"Another {type} is missing."),
        };

    private static ConnectionRow Read()
    {
        var triage = Dashboard.Domain.Connections.Triage.Of("shared-1");
        triage.Snooze(Some.Noon.AddHours(1), "ana", Some.Noon);
        triage.Assign("id-ana", "Ana");
        triage.Write("Called her", "ana", Some.Noon);
        return new ConnectionRow
        {
            Id = string.Concat("shared-", "1"),
            UserId = "zoe",
            Health = Health.Disabled,
            Since = Some.Noon,
            AwaitingVerification = false,
            BrokerageId = "questrade-id",
            Name = "Questrade",
            Type = "read",
            LastEventAt = Some.Noon,
            LastVerifiedAt = Some.Noon,
            LastDataAt = Some.Noon,
            SilentSince = Some.Noon,
            Version = 3,
            UserName = "Zoë",
            UserEmail = "zoe@example.com",
            CanAskSnapTrade = true,
            IsSecretRefused = false,
            LatestLink = new LinkFacts(
                "link-1",
                "shared-1",
                LinkOrigin.Copy,
                "ana",
                Some.Noon,
                Some.Noon,
                null,
                null,
                null,
                null,
                null,
                null
            ),
            LatestAttempt = new AttemptFacts("ERROR", Some.Noon, 2),
            PortalLinkAt = Some.Noon,
            Duplicate = new Duplicate
            {
                BrokenId = "shared-1",
                NewerId = "shared-2",
                NewerSince = Some.Noon,
            },
            IncidentSince = Some.Noon,
            Brokerage = new Brokerage
            {
                Id = "questrade-id",
                Slug = "QUESTRADE",
                Name = "Questrade",
                RefreshedAt = Some.Noon,
            },
            Triage = triage,
        };
    }
}
