using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Data.Configurations;

internal sealed class ConnectionEventConfiguration : IEntityTypeConfiguration<ConnectionEvent>
{
    public void Configure(EntityTypeBuilder<ConnectionEvent> builder)
    {
        builder.ToTable("Events");
        builder.Property(e => e.Payload).HasMaxLength(-1);
        builder.HasIndex(e => new
        {
            e.ConnectionId,
            e.OccurredAt,
            e.Id,
        });
        builder.HasIndex(e => new
        {
            e.UserId,
            e.OccurredAt,
            e.Id,
        });
        builder.HasIndex(e => new { e.OccurredAt, e.Id });
        builder.HasIndex(e => new
        {
            e.Type,
            e.OccurredAt,
            e.Id,
        });
        // Excludes webhooks, the source of most events: their pages are found by scanning the history, which saves an index write per event.
        builder
            .HasIndex(
                e => new
                {
                    e.Source,
                    e.OccurredAt,
                    e.Id,
                },
                "IX_Events_OtherSources"
            )
            .HasFilter($"Source <> {(int)EventSource.Webhook}");
        // Attempts at a brokerage before there is a connection, which are few. Others are found by their connections.
        builder
            .HasIndex(
                e => new
                {
                    e.BrokerageId,
                    e.OccurredAt,
                    e.Id,
                },
                "IX_Events_BrokerageAlone"
            )
            .HasFilter("ConnectionId IS NULL AND BrokerageId IS NOT NULL");
        // One type of such a source, which may be one in a million of it.
        builder
            .HasIndex(
                e => new
                {
                    e.Source,
                    e.Type,
                    e.OccurredAt,
                    e.Id,
                },
                "IX_Events_OtherSourcesByType"
            )
            .HasFilter($"Source <> {(int)EventSource.Webhook}");
    }
}

internal sealed class EventReceiptConfiguration : IEntityTypeConfiguration<EventReceipt>
{
    public void Configure(EntityTypeBuilder<EventReceipt> builder)
    {
        builder.ToTable("EventReceipts");
        builder.HasIndex(r => r.Key).IsUnique();
        // Nearly all of an earlier version's were.
        builder.Property(r => r.IsWebhook).HasDefaultValue(true).ValueGeneratedNever();
    }
}

internal sealed class ReconnectLinkConfiguration : IEntityTypeConfiguration<ReconnectLink>
{
    public void Configure(EntityTypeBuilder<ReconnectLink> builder)
    {
        builder.ToTable("ReconnectLinks");
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.HasIndex(l => l.TokenHash).IsUnique();
        builder.HasIndex(l => new { l.ConnectionId, l.CreatedAt });
        builder.Property(l => l.EmailId).HasMaxLength(Limits.OwnId);
        builder.HasIndex(l => l.EmailId);
        // The funnel counts the links of a period.
        builder.HasIndex(l => l.CreatedAt);
    }
}
