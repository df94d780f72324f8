using Dashboard.Domain;
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

internal sealed class SeparateLoginsConfiguration : IEntityTypeConfiguration<SeparateLogins>
{
    public void Configure(EntityTypeBuilder<SeparateLogins> builder)
    {
        builder.ToTable("SeparateLogins");
        builder.HasKey(s => new { s.BrokenId, s.NewerId });
        builder.Property(s => s.BrokenId).HasMaxLength(Limits.Id);
        builder.Property(s => s.NewerId).HasMaxLength(Limits.Id);
    }
}

internal sealed class EpisodeConfiguration : IEntityTypeConfiguration<Episode>
{
    public void Configure(EntityTypeBuilder<Episode> builder)
    {
        builder.ToTable("Episodes");
        builder.HasKey(e => new { e.ConnectionId, e.StartedAt });
        builder.Property(e => e.ConnectionId).ValueGeneratedNever();
        // Which broke within a stretch of time: incidents, simulations, reports.
        builder.HasIndex(e => e.StartedAt);
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

internal sealed class SnapTradeUserConfiguration : IEntityTypeConfiguration<SnapTradeUser>
{
    public void Configure(EntityTypeBuilder<SnapTradeUser> builder)
    {
        builder.ToTable("SnapTradeUsers");
        builder.Property(u => u.Id).ValueGeneratedNever();
        builder.Property(u => u.ProtectedSecret).HasMaxLength(4000);
        builder.Property(u => u.SearchText).HasMaxLength(SearchText.MaxLength);
        builder.Property(u => u.Version).IsConcurrencyToken();
        builder.Ignore(u => u.CanAskSnapTrade).Ignore(u => u.DisplayName);
        // Who can be asked about, and whose turn it is.
        builder
            .HasIndex(u => new { u.CheckTriedAt, u.Id }, "IX_SnapTradeUsers_Askable")
            .HasFilter("ProtectedSecret IS NOT NULL AND SecretRefusedAt IS NULL");
        builder.HasIndex(u => u.SecretRefusedAt).HasFilter("SecretRefusedAt IS NOT NULL");
    }
}
