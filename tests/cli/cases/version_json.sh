funnelcloud version --json | tee json && funnelcloud run --version | sed -n 1p
