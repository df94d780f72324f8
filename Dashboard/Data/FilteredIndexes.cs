using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data;

/// <summary>Indexes of few rows, so that most writes don't update them. Providers write some of their conditions differently.</summary>
internal static class FilteredIndexes
{
    private const string OneOpenEmail = "IX_Emails_OneOpen";

    /// <param name="builder">The model.</param>
    /// <param name="awaiting">The condition for connections that await a check.</param>
    /// <param name="openEmail">The condition for e-mails that are queued or being sent.</param>
    public static void Add(ModelBuilder builder, string awaiting, string openEmail)
    {
        builder.Entity<Connection>().HasIndex(c => c.VerifyAfter).HasFilter(awaiting);
        builder
            .Entity<Connection>()
            .HasIndex(
                c => new
                {
                    c.Health,
                    c.Since,
                    c.Id,
                },
                "IX_Connections_Awaiting"
            )
            .HasFilter(awaiting);
        // Data that arrives changes it only when none arrived before.
        builder
            .Entity<Connection>()
            .HasIndex(
                c => new
                {
                    c.SilentSince,
                    c.Id,
                    // So that they are counted from the index alone.
                    c.Health,
                },
                "IX_Connections_Silent"
            )
            .HasFilter("SilentSince IS NOT NULL");
        // A user has at most one open message, even with concurrent requests.
        builder.Entity<Email>().HasIndex(e => e.UserId, OneOpenEmail).IsUnique().HasFilter(openEmail);
    }
}
