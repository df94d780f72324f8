using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Dashboard.Data.Configurations;

internal sealed class ConnectionConfiguration : IEntityTypeConfiguration<Connection>
{
    public void Configure(EntityTypeBuilder<Connection> builder)
    {
        builder.ToTable("Connections");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Name).HasMaxLength(Limits.Text);
        builder.Property(c => c.Version).IsConcurrencyToken();
        // Written in bulk, with all columns.
        builder.Property(c => c.DataDays).HasDefaultValue(0L).ValueGeneratedNever();
        builder.Ignore(c => c.State).Ignore(c => c.Verification).Ignore(c => c.DisabledSince);
        builder.HasIndex(c => c.UserId);
        builder.HasIndex(c => new
        {
            c.Health,
            c.Since,
            c.Id,
        });
        builder.HasIndex(c => new
        {
            c.BrokerageId,
            c.Health,
            c.Since,
            c.Id,
        });
    }
}

internal sealed class SeparateLoginConfiguration : IEntityTypeConfiguration<SeparateLogin>
{
    public void Configure(EntityTypeBuilder<SeparateLogin> builder)
    {
        builder.ToTable("SeparateLogins");
        builder.HasKey(s => s.ConnectionId);
        builder.Property(s => s.ConnectionId).ValueGeneratedNever();
    }
}

internal sealed class EpisodeConfiguration : IEntityTypeConfiguration<Episode>
{
    public void Configure(EntityTypeBuilder<Episode> builder)
    {
        builder.ToTable("Episodes");
        builder.HasKey(e => new { e.ConnectionId, e.StartedAt });
        builder.Property(e => e.ConnectionId).ValueGeneratedNever();
        // Finds the breaks of a period for incidents, simulations and reports.
        builder.HasIndex(e => e.StartedAt);
        // Finds the repairs of a period.
        builder.HasIndex(e => e.EndedAt).HasFilter("EndedAt IS NOT NULL");
    }
}

internal sealed class HealthCountConfiguration : IEntityTypeConfiguration<HealthCount>
{
    public void Configure(EntityTypeBuilder<HealthCount> builder)
    {
        builder.ToTable("HealthCounts");
        builder.HasKey(c => new { c.BrokerageId, c.Health });
    }
}

internal sealed class BrokerageConfiguration : IEntityTypeConfiguration<Brokerage>
{
    public void Configure(EntityTypeBuilder<Brokerage> builder)
    {
        builder.ToTable("Brokerages");
        builder.Property(b => b.Id).ValueGeneratedNever();
    }
}
